import SFCore

/// `decide`: an entry that passed the filters, and about which a model is asked.
enum DecideLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("id", .text, "that of the order that would be made"),
      .symbol,
      .interval,
      FieldRule("detector", .text, "whose signal it follows"),
      FieldRule("direction", .choice(of: SignalDirection.self), "rise or fall"),
      FieldRule("strength", .float, optional: true, "where its unit is known to be no price"),
      FieldRule("probability", .fraction, optional: true, "0 to 1"),
      FieldRule("votes", .integer, "signals that spoke for it"),
      FieldRule("bars_since_entry", .integer, optional: true, "bars since the symbol's last entry"),
    ] + openKeys + [
      FieldRule("waited", .integer, optional: true, "marks at which it was asked before")
    ]

  /// What is said of the symbol's position: both, or neither.
  private static let openKeys = [
    FieldRule("open_return", .float, optional: true, "gained by the symbol's position, a fraction"),
    FieldRule("open_bars", .integer, optional: true, "lived through by the symbol's position"),
  ]

  static var conditions: [JSONValue.Member] {
    JSONValue.together(openKeys.map(\.key))
  }

  static func read(_ fields: inout FieldReader) throws(WireError) -> DecisionRequest {
    let (id, symbol, interval) = (fields.text(), fields.symbol(), try fields.interval())
    return DecisionRequest(
      id: id, symbol: symbol, interval: interval, detector: fields.text(),
      direction: fields.choice(), strength: fields.optionalFloat(),
      probability: try fields.optionalFraction(), votes: fields.integer(),
      barsSinceEntry: fields.optionalInteger(), open: try open(&fields),
      waited: fields.optionalInteger())
  }

  private static func open(
    _ fields: inout FieldReader
  ) throws(WireError) -> DecisionRequest.Open? {
    guard fields.hasAllOrNone(of: openKeys.count) else {
      throw fields.missing(
        "one of 'open_return' and 'open_bars'",
        expected: "both, or neither where the symbol has no position")
    }
    guard fields.hasNext else {
      fields.skip(openKeys.count)
      return nil
    }
    return DecisionRequest.Open(gain: fields.float(), bars: fields.integer())
  }

  static func write(_ request: DecisionRequest, to line: inout LineWriter) {
    line.text(request.id)
    line.symbol(request.symbol)
    line.text(request.interval.text)
    line.text(request.detector)
    line.choice(request.direction)
    line.float(request.strength)
    line.float(request.probability)
    line.integer(request.votes)
    line.integer(request.barsSinceEntry)
    line.float(request.open?.gain)
    line.integer(request.open?.bars)
    line.integer(request.waited)
  }
}
