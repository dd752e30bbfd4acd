import ArgumentParser
import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What `--help` prints: examples, usage, what is the tool's own, what all tools share.
///
/// Each paragraph is wrapped once, at the width of the terminal; what is indented stands as it is.
struct HelpText {
  private let width: Int
  private let options: [ToolOption]
  private let configuration: CommandConfiguration
  private let usage: String

  /// What nearly every tool can be told stands last, in this order.
  private static let shared = ["Stream", "Checkpoints", "Messages", "Configuration"]
  /// What belongs there without a title of its own.
  private static let ofStream = ["input", "forward", "output", "grace", "on_error", "max_errors"]
  /// Where the explanations begin, and how narrow they may be.
  private static let column = 26
  private static let narrowest = 40

  init(_ type: any ToolCommand.Type, width: Int = Self.terminalWidth) throws {
    self.width = max(Self.narrowest, width)
    options = try OptionTable(type, all: true).options.filter { !$0.isHidden }
    configuration = type.configuration
    usage = "USAGE: " + type.usageString()
  }

  /// Of standard output where that is a terminal, else 80.
  static var terminalWidth: Int {
    var size = winsize()
    guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  var text: String {
    var parts = [
      "OVERVIEW: " + configuration.abstract, paragraphs(configuration.discussion),
      Self.wrapped(usage, to: width - 2).joined(separator: "\n  "),
    ]
    parts += sections.map { title, rows in "\(title.uppercased()):\n" + rows.joined(separator: "\n")
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  // MARK: Sections

  private var sections: [(String, [String])] {
    let arguments = options.filter { !$0.isNamed }
    let named = options.filter { $0.isNamed && $0.key != "help" }
    var titles = ["Options"]
    for option in named where !titles.contains(title(option)) { titles.append(title(option)) }
    let own = titles.filter { !Self.shared.contains($0) }
    let sections =
      [("Arguments", arguments)]
      + (own + Self.shared).map { name in (name, named.filter { title($0) == name }) }
    return sections.filter { !$0.1.isEmpty }.map { title, options in
      (title, options.map { row($0) })
    } + [("Help", Self.help.map { row($0.0, $0.1) })]
  }

  private func title(_ option: ToolOption) -> String {
    if let title = option.section { return title }
    return Self.ofStream.contains(option.key) ? "Stream" : "Options"
  }

  private static let help = [
    ("-h", "Print a short help."), ("--help", "Print this."),
    ("-V, --version", "Print tool and protocol; with --json also build and schemas."),
  ]

  private func row(_ option: ToolOption) -> String {
    var facts: [String] = []
    if !option.values.isEmpty { facts.append("values: \(option.values.joined(separator: ", "))") }
    if let standard = option.standard, !standard.isEmpty, option.kind != .flag {
      facts.append("default: \(standard)")
    }
    let fact = facts.isEmpty ? "" : "(\(facts.joined(separator: "; ")))"
    let value = option.kind == .option ? " <\(option.valueName)>" : ""
    // -o, --output <file>
    let spellings =
      option.spellings.filter { !$0.hasPrefix("--") }
      + option.spellings.filter { $0.hasPrefix("--") }
    let head = option.isNamed ? spellings.joined(separator: ", ") + value : option.name
    return row(head, [option.abstract, fact].filter { !$0.isEmpty }.joined(separator: " "))
  }

  private func row(_ head: String, _ text: String) -> String {
    let lines = Self.wrapped(text, to: width - Self.column)
    let indent = String(repeating: " ", count: Self.column)
    let first = "  \(head)"
    guard first.count < Self.column - 1, let next = lines.first else {
      return ([first] + lines.map { indent + $0 }).joined(separator: "\n")
    }
    let gap = String(repeating: " ", count: Self.column - first.count)
    return ([first + gap + next] + lines.dropFirst().map { indent + $0 }).joined(separator: "\n")
  }

  // MARK: Paragraphs

  private func paragraphs(_ text: String) -> String {
    var result: [String] = []
    var open: [Substring] = []
    func close() {
      guard !open.isEmpty else { return }
      result += Self.wrapped(open.joined(separator: " "), to: width)
      open = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line.hasPrefix(" ") || Self.isHeading(line) {
        close()
        result.append(String(line))
      } else {
        open.append(line)
      }
    }
    close()
    return result.joined(separator: "\n")
  }

  /// `EXIT CODES:`
  private static func isHeading(_ line: Substring) -> Bool {
    line.hasSuffix(":") && line.allSatisfy { $0.isUppercase || $0 == " " || $0 == ":" }
  }

  /// Words in lines of at most so many characters; a longer word has a line of its own.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
