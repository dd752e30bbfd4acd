import SFEngine

/// A stage as the text of a pipeline has it: a command, and the files that get a copy of its lines.
public struct TextStage: Equatable, Sendable {
  /// The directory of its journal, and what commands call it.
  public let name: String
  public var words: [String]
  /// The files of `tee` behind it, in their order.
  public internal(set) var copies: [String]
  /// Where the command stands in the text.
  public let place: PipelineText.Place

  public init(
    name: String, words: [String], copies: [String] = [],
    place: PipelineText.Place = .init(line: 1, column: 1)
  ) {
    self.name = name
    self.words = words
    self.copies = copies
    self.place = place
  }

  /// The tool of ours that it is, by its name; `nil` for any other program.
  public var tool: String? {
    let name = StageName.file(of: words[0])
    return name.hasPrefix("sf-") ? name : nil
  }

  /// The value behind an option, `--trade-from T` or `--trade-from=T`; `nil` where it is not given.
  public func value(of option: String) -> String? {
    if let place = words.lastIndex(of: option), place + 1 < words.count { return words[place + 1] }
    return words.last { $0.hasPrefix(option + "=") }.map { String($0.dropFirst(option.count + 1)) }
  }

  /// Gives it an option, unless it says it itself.
  mutating func add(_ option: String, _ value: String) {
    if !has([option]) { words += [option, value] }
  }

  /// Takes an option with its value from it.
  mutating func remove(_ option: String) {
    while let place = words.firstIndex(of: option) {
      words.removeSubrange(place..<min(place + 2, words.count))
    }
    words.removeAll { $0.hasPrefix(option + "=") }
  }

  /// Whether it has one of these options, with or without a value.
  public func has(_ options: [String]) -> Bool { option(of: options) != nil }

  /// The first of these options that it has.
  func option(of options: [String]) -> String? {
    options.first { option in words.contains { $0 == option || $0.hasPrefix(option + "=") } }
  }
}
