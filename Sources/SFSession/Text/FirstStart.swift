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
    if let tradeFrom, !text.stages[place].has(["--trade-from"]) {
      text.stages[place].words += ["--trade-from", "\(tradeFrom)"]
    }
    if let carries {
      if let said = text.stages[place].value(of: "--carry"), said != carries {
        throw ConfigurationError("--carry", "is '\(carries)', and '\(said)' in the text")
      }
      if !text.stages[place].has(["--carry"]) { text.stages[place].words += ["--carry", carries] }
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
    for option in ["--trade-from", "--carry"] {
      guard let value = before.value(of: option), !text.stages[place].has([option]) else {
        continue
      }
      text.stages[place].words += [option, value]
    }
    return text
  }
}
