import SFCore

/// What a command line says, option by option. Whether it may is for the parser to judge.
struct GivenArguments {
  /// The texts of each option, by its key: for a flag `true` each time.
  private(set) var texts: [String: [String]] = [:]

  /// What the parser gets: all words but `--no-NAME` of flags, which only takes back what a file
  /// or a variable says.
  private(set) var words: [String] = []

  init(_ arguments: [String], _ table: OptionTable) {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "--" {
        words.append(word)
        words += rest
        add(Array(rest), for: table.options.first { $0.kind == .command })
        return
      }
      if let flag = Self.takenBack(word, table) {
        texts[flag.key] = []
        continue
      }
      words.append(word)
      guard word.hasPrefix("-"), word != "-" else {
        add([word], for: table.options.first { $0.kind == .positional })
        continue
      }
      let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let option = table.spelled(pair[0]) else {
        takeCluster(word, table)
        continue
      }
      if option.kind == .flag {
        add(["true"], for: option)
      } else if pair.count == 2 {
        add([String(pair[1])], for: option)
      } else if let value = rest.popFirst() {
        words.append(value)
        add([value], for: option)
      }
    }
  }

  /// `-vv`: several flags of one letter.
  private mutating func takeCluster(_ word: String, _ table: OptionTable) {
    guard !word.hasPrefix("--") else { return }
    for letter in word.dropFirst() { add(["true"], for: table.spelled("-\(letter)")) }
  }

  private mutating func add(_ values: [String], for option: ToolOption?) {
    guard let option else { return }
    texts[option.key, default: []] += values
  }

  /// The flag that `--no-NAME` takes back, unless the parser knows that option itself.
  private static func takenBack(_ word: String, _ table: OptionTable) -> ToolOption? {
    guard word.hasPrefix("--no-"), table.spelled(word) == nil else { return nil }
    let flag = table.spelled("--" + word.dropFirst("--no-".count))
    return flag?.kind == .flag ? flag : nil
  }
}
