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
    var text = text
    if let place = text.index(ofTool: Self.tool) {
      if text.stages[place].has(Self.models) {
        // What runs for weeks is not ended by a model, nor held up by one where time is real.
        text.stages[place].add("--model-fallback", "skip")
        if tradeFrom != nil { text.stages[place].add("--model-timeout", "1s") }
      }
      if let tradeFrom { text.stages[place].add("--trade-from", "\(tradeFrom)") }
    }
    guard let carries else { return text }
    return try Self.asked(toCarry: carries, text)
  }

  /// The text with the book that was asked for; one that has another is refused.
  public static func asked(
    toCarry run: String, _ text: SessionText
  ) throws(ConfigurationError) -> SessionText {
    guard text.index(ofTool: tool) != nil else {
      throw ConfigurationError("--carry", "goes to sf-strategy, and the text has none")
    }
    if let said = carried(by: text), said != run {
      throw ConfigurationError("--carry", "is '\(run)', and '\(said)' in the text")
    }
    return carrying(run, in: text)
  }

  /// The run whose book the strategy of a text goes on with.
  public static func carried(by text: SessionText) -> String? {
    text.index(ofTool: tool).flatMap { text.stages[$0].value(of: "--carry") }
  }

  /// The text with this book in the place of another.
  public static func carrying(_ run: String, in text: SessionText) -> SessionText {
    guard let place = text.index(ofTool: tool) else { return text }
    var text = withoutBook(text)
    text.stages[place].add("--carry", run)
    return text
  }

  /// The text without a book to go on with.
  public static func withoutBook(_ text: SessionText) -> SessionText {
    guard let place = text.index(ofTool: tool) else { return text }
    var text = text
    text.stages[place].remove("--carry")
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
