import ArgumentParser
import SFCore
import SFWire

/// One thing that a tool can be told on its command line.
struct ToolOption {
  enum Kind {
    case flag, option
    case positional
    /// A program and its arguments behind `--`.
    case command
  }

  /// The long option with `_` for `-`; for a positional its name in `--help`, in the plural if it
  /// repeats.
  let key: String
  /// What stands on a command line: `--max-errors`.
  let name: String
  /// All that may stand there: `--output`, `-o`.
  let spellings: [String]
  let kind: Kind
  let isRepeating: Bool
  /// What `--help` calls its value: `file`.
  let valueName: String
  /// The text of its default; `nil` when there is none.
  let standard: String?
  /// Whether `--help` is silent of it: what tools say to each other.
  let isHidden: Bool
  /// What `--help` says of it.
  let abstract: String
  /// The heading of `--help` that it stands under; `nil` for none of its own.
  let section: String?
  /// All that its value may be; empty for others.
  let values: [String]
  /// What a shell may offer as its value; empty where that is not all.
  let offers: [String]

  var isNamed: Bool { kind == .flag || kind == .option }
}

/// What a tool can be told, as its parser declares it: nothing is written down twice.
struct OptionTable {
  let options: [ToolOption]

  /// What a file or a variable cannot say.
  private static let ofTheCommandLine = ["help", "show_config"]

  /// From the parser's own description, which is also what manual pages are made of; `all` with what
  /// only a command line can say.
  init(_ type: any ParsableArguments.Type, all: Bool = false) throws {
    // Its line feeds stand between tokens only, where a space does as well.
    let text = type._dumpHelp().utf8.map { $0 == 10 ? 32 : $0 }
    let description = try Line.withLine(of: text) { try JSONValue($0) }
    options = (description["command"]?["arguments"]?.array ?? []).compactMap(ToolOption.init)
      .filter { all || !Self.ofTheCommandLine.contains($0.key) }
  }

  subscript(key: String) -> ToolOption? { options.first { $0.key == key } }

  /// The option that is written so: `--output`, `-o`.
  func spelled(_ text: some StringProtocol) -> ToolOption? {
    options.first { $0.spellings.contains { $0 == text } }
  }
}

extension ToolOption {
  init?(_ description: JSONValue) {
    let spellings = (description["names"]?.array ?? []).compactMap { name -> String? in
      guard let text = name["name"]?.string else { return nil }
      return (name["kind"]?.string == "long" ? "--" : "-") + text
    }
    let isRepeating = description["isRepeating"] == .bool(true)
    let valueName = description["valueName"]?.string ?? ""
    let kind: Kind
    switch description["kind"]?.string {
    case "flag": kind = .flag
    case "option": kind = .option
    case "positional":
      kind =
        description["parsingStrategy"]?.string == "postTerminator" ? .command : .positional
    default: return nil
    }
    let key: String
    if kind == .flag || kind == .option {
      // What has no long form is no option of ours.
      guard let long = spellings.first(where: { $0.hasPrefix("--") }) else { return nil }
      name = long
      key = String(long.dropFirst(2))
    } else {
      name = "<\(valueName)>"
      key = valueName + (kind == .positional && isRepeating && !valueName.hasSuffix("s") ? "s" : "")
    }
    self.key = String(key.map { $0 == "-" ? "_" : $0 })
    self.spellings = spellings
    self.kind = kind
    self.isRepeating = isRepeating
    self.valueName = valueName
    standard = description["defaultValue"]?.string
    isHidden = description["shouldDisplay"] == .bool(false)
    abstract = description["abstract"]?.string ?? ""
    section = description["sectionTitle"]?.string
    values = (description["allValues"]?.array ?? []).compactMap(\.string)
    offers =
      values.isEmpty
      ? (description["completionKind"]?["list"]?["values"]?.array ?? []).compactMap(\.string)
      : values
  }
}
