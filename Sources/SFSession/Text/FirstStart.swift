import SFCore

/// What a session adds to its text when it starts for the first time, and keeps from then on.
public struct FirstStart: Equatable, Sendable {
  /// Until the first mark behind it a strategy learns and does not trade; `nil` in a rehearsal.
  public let tradeFrom: Timestamp?
  /// The directory of a session whose book goes on here.
  public let carries: String?

  public init(tradeFrom: Timestamp?, carries: String?) {
    self.tradeFrom = tradeFrom
    self.carries = carries
  }

  private static let tool = "sf-strategy"
  private static let models = ["--model", "--model-fd", "--model-socket"]

  /// The text with what it does not say itself. Who asks for a book to be carried needs a strategy
  /// that takes it.
  public func resolve(_ text: SessionText) throws(ConfigurationError) -> SessionText {
    guard let place = text.index(ofTool: Self.tool) else {
      if carries != nil {
        throw ConfigurationError("--carry", "goes to sf-strategy, and the text has none")
      }
      return text
    }
    var text = text
    if text.stages[place].has(Self.models) {
      // What runs for weeks is not ended by a model, nor held up by one where time is real.
      text.stages[place].add("--model-fallback", "skip")
      if tradeFrom != nil { text.stages[place].add("--model-timeout", "1s") }
    }
    if let tradeFrom { text.stages[place].add("--trade-from", "\(tradeFrom)") }
    if let carries {
      if let said = text.stages[place].value(of: "--carry"), said != carries {
        throw ConfigurationError("--carry", "is '\(carries)', and '\(said)' in the text")
      }
      text.stages[place].add("--carry", carries)
    }
    return text
  }

  /// The text of a later start, which need not say again what the first one added: `old` does.
  public static func continued(_ text: SessionText, from old: [[String]]) -> SessionText {
    guard let place = text.index(ofTool: tool),
      let words = old.last(where: { StageName.file(of: $0[0]) == tool })
    else { return text }
    var text = text
    let before = TextStage(name: "", words: words)
    for option in ["--model-fallback", "--model-timeout", "--trade-from", "--carry"] {
      if let value = before.value(of: option) { text.stages[place].add(option, value) }
    }
    return text
  }
}
