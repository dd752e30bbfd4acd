import SFCore

/// `position`: what became of a position, when it opens and when it closes.
enum PositionLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("id", .text, "the entry order's id"),
      .symbol,
      FieldRule("direction", .choice(of: Direction.self), "long or short"),
      FieldRule("status", .choice(of: PositionStatus.self), "open or closed"),
      FieldRule("quantity", .amount, "base asset"),
      FieldRule("entry_price", .amount, "of the entry's fill"),
      FieldRule("entry_ts", .timestamp, "when the entry filled"),
      FieldRule("detector", .text, optional: true, "whose signal it follows"),
    ] + closingKeys + [
      FieldRule("dust", .amount, optional: true, "left of it, too little to sell"),
      FieldRule(
        "levels", .amounts, optional: true, "where its exit rules close it, in a session"),
      FieldRule(
        "meta", .values, optional: true, "what its exit rules remember, with --position-meta"),
    ]

  /// What a closed position says.
  private static let closingKeys = [
    FieldRule("exit_price", .amount, optional: true, "of the exit's fill"),
    FieldRule("exit_ts", .timestamp, optional: true, "when the exit filled"),
    FieldRule("exit_reason", .text, optional: true, "the rule that closed it"),
    FieldRule("pnl", .amount, optional: true, "net of fees, in quote currency"),
    FieldRule("fees", .amount, optional: true, "of both fills"),
    FieldRule("bars", .integer, optional: true, "lived through"),
    FieldRule("mfe", .float, optional: true, "best gain reached, a fraction"),
    FieldRule("mae", .float, optional: true, "worst gain reached, a fraction"),
  ]

  static var conditions: [JSONValue.Member] {
    JSONValue.when("status", is: PositionStatus.closed.rawValue, requires: closingKeys.map(\.key))
  }

  // MARK: Reading

  static func read(_ fields: inout FieldReader) throws(WireError) -> PositionChange {
    let (id, symbol, direction) = (
      fields.text(), fields.symbol(), fields.choice(of: Direction.self)
    )
    let status = fields.choice(of: PositionStatus.self)
    var position = PositionChange(
      id: id, symbol: symbol, direction: direction, quantity: fields.amount(),
      entryPrice: fields.amount(), entryTime: fields.timestamp(), detector: fields.optionalText())
    if status == .closed {
      position.closing = try closing(&fields)
    } else {
      fields.skip(closingKeys.count)
    }
    position.dust = fields.optionalAmount()
    position.levels = try levels(&fields)
    position.meta = try memory(&fields)
    return position
  }

  private static func closing(
    _ fields: inout FieldReader
  ) throws(WireError) -> PositionChange.Closing {
    try fields.require(closingKeys.count, of: "a closed position", expected: "all that closed it")
    return PositionChange.Closing(
      exitPrice: fields.amount(), exitTime: fields.timestamp(), exitReason: fields.text(),
      pnl: fields.amount(), fees: fields.amount(), bars: fields.integer(), mfe: fields.float(),
      mae: fields.float())
  }

  private static func levels(
    _ fields: inout FieldReader
  ) throws(WireError) -> [PositionChange.ExitLevel]? {
    guard fields.hasNext else {
      fields.skip(1)
      return nil
    }
    let line = fields.line
    var levels: [PositionChange.ExitLevel] = []
    try fields.members { name, p throws(WireError) in
      let price = Price(units: try Scanner.amount(&p, of: line))
      levels.append(PositionChange.ExitLevel(name: name, price: price))
    }
    return levels
  }

  private static func memory(
    _ fields: inout FieldReader
  ) throws(WireError) -> [PositionChange.Memory]? {
    try fields.optionalObject()?.map { member in
      var value: Double?
      if case .number(let text) = member.value { value = Double(text) }
      return PositionChange.Memory(name: member.key, value: value)
    }
  }

  // MARK: Writing

  static func write(_ position: PositionChange, to line: inout LineWriter) {
    line.text(position.id)
    line.symbol(position.symbol)
    line.choice(position.direction)
    line.choice(position.status)
    line.amount(position.quantity)
    line.amount(position.entryPrice)
    line.timestamp(position.entryTime)
    line.text(position.detector)
    if let closing = position.closing {
      write(closing, to: &line)
    } else {
      line.skip(closingKeys.count)
    }
    line.amount(position.dust)
    line.object(position.levels) { level, line in
      line.append(name: level.name)
      line.buffer.append(amount: level.price)
    }
    line.object(position.meta) { memory, line in
      line.append(name: memory.name)
      line.buffer.append(double: memory.value ?? .nan)
    }
  }

  private static func write(_ closing: PositionChange.Closing, to line: inout LineWriter) {
    line.amount(closing.exitPrice)
    line.timestamp(closing.exitTime)
    line.text(closing.exitReason)
    line.amount(closing.pnl)
    line.amount(closing.fees)
    line.integer(closing.bars)
    line.float(closing.mfe)
    line.float(closing.mae)
  }
}
