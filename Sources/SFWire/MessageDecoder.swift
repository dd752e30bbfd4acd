import SFCore

/// The slots of a line that was scanned, as the message of its type.
extension LineDecoder {
  mutating func decodeBar(_ line: Line, _ step: inout Step) throws(WireError) {
    let series = try series(line, &step)
    let bar = Bar(
      series: series,
      open: Price(units: scanner[4].integer), high: Price(units: scanner[5].integer),
      low: Price(units: scanner[6].integer), close: Price(units: scanner[7].integer),
      volume: scanner.has(8) && !scanner[8].double.isNaN ? scanner[8].double : nil)
    guard bar.high >= bar.low else {
      throw line.error(
        at: line.start, found: "high \(bar.high) below low \(bar.low)",
        expected: "high at or above low")
    }
    if step.hasBar(of: series) {
      let key = step.series[series]
      throw line.error(
        at: line.start, found: "a second bar of \(key.symbol) \(key.interval)",
        expected: "one for each ts")
    }
    if scanner.extras.isEmpty {
      step.take(bar)
    } else {
      step.take(bar, scanner.extras.sorted { $0.name < $1.name })
    }
  }

  mutating func decodeGap(_ line: Line, _ step: inout Step) throws(WireError) {
    let series = try series(line, &step)
    step.take(
      Gap(
        series: series, from: Timestamp(milliseconds: scanner[4].integer),
        to: Timestamp(milliseconds: scanner[5].integer), bars: Int(scanner[6].integer)))
  }

  mutating func decodeSignal(_ line: Line, _ step: inout Step) throws(WireError) {
    let series = try series(line, &step)
    let probability = scanner.has(7) && !scanner[7].double.isNaN ? scanner[7].double : nil
    if let probability, !(0...1).contains(probability) {
      throw line.error(
        at: line.start, found: "a probability of \(probability)", expected: "0 to 1")
    }
    step.take(
      Signal(
        series: series, detector: scanner[4].text,
        direction: SignalDirection.allCases[Int(scanner[5].integer)],
        strength: scanner[6].double, probability: probability))
  }

  mutating func decodeRefusal(_ line: Line, _ step: inout Step) throws(WireError) {
    let subject: Refusal.Subject
    if scanner.has(6) {
      subject = .order(scanner[6].text)
    } else if scanner.has(5) {
      subject = .signal(detector: scanner[5].text)
    } else {
      throw line.error(
        at: line.end, found: "a refusal without 'detector' or 'order'", expected: "one of them")
    }
    step.take(
      Refusal(
        symbol: symbol(2), by: scanner[3].text, reason: RefusalReason(rawValue: scanner[4].text), subject: subject,
        quantity: scanner.has(7) ? Quantity(units: scanner[7].integer) : nil,
        explain: scanner.has(8) ? scanner[8].text : nil))
  }

  mutating func decodeOrder(_ line: Line, _ step: inout Step) throws(WireError) {
    step.take(
      Order(
        id: scanner[2].text, symbol: symbol(3), side: Side.allCases[Int(scanner[4].integer)],
        kind: OrderKind.allCases[Int(scanner[5].integer)],
        quantity: Quantity(units: scanner[6].integer),
        price: scanner.has(7) ? Price(units: scanner[7].integer) : nil,
        position: scanner[8].text, intent: Intent.allCases[Int(scanner[9].integer)],
        reason: scanner[10].text, detector: scanner.has(11) ? scanner[11].text : nil,
        reference: Price(units: scanner[12].integer),
        explain: scanner.has(13) ? scanner[13].text : nil))
  }

  mutating func decodeFill(_ line: Line, _ step: inout Step) throws(WireError) {
    step.take(
      Fill(
        id: scanner[2].text, order: scanner[3].text, symbol: symbol(4),
        side: Side.allCases[Int(scanner[5].integer)], price: Price(units: scanner[6].integer),
        quantity: Quantity(units: scanner[7].integer), fee: Price(units: scanner[8].integer),
        feeAsset: scanner.has(9) ? scanner[9].text : nil, position: scanner[10].text,
        liquidity: Liquidity.allCases[Int(scanner[11].integer)],
        at: Timestamp(milliseconds: scanner[12].integer)))
  }

  mutating func decodePosition(_ line: Line, _ step: inout Step) throws(WireError) {
    var closing: PositionChange.Closing?
    if PositionStatus.allCases[Int(scanner[5].integer)] == .closed {
      for index in 10...17 where !scanner.has(index) {
        let key = FieldTable.rules(of: .position)[index].key
        throw line.error(
          at: line.end, found: "a closed position without '\(key)'", expected: "all that closed it")
      }
      closing = PositionChange.Closing(
        exitPrice: Price(units: scanner[10].integer),
        exitTime: Timestamp(milliseconds: scanner[11].integer), exitReason: scanner[12].text,
        pnl: Price(units: scanner[13].integer), fees: Price(units: scanner[14].integer),
        bars: Int(scanner[15].integer), mfe: scanner[16].double, mae: scanner[17].double)
    }
    var position = PositionChange(
      id: scanner[2].text, symbol: symbol(3),
      direction: Direction.allCases[Int(scanner[4].integer)],
      quantity: Quantity(units: scanner[6].integer),
      entryPrice: Price(units: scanner[7].integer),
      entryTime: Timestamp(milliseconds: scanner[8].integer),
      detector: scanner.has(9) ? scanner[9].text : nil, closing: closing)
    if scanner.has(18) { position.meta = try memory(line) }
    step.take(position)
  }

  /// What the exit rules of a position remember; few lines have it.
  private func memory(_ line: Line) throws(WireError) -> [PositionChange.Memory] {
    (try JSONValue(line)["meta"]?.members ?? []).map { member in
      var value: Double?
      if case .number(let text) = member.value { value = Double(text) }
      return PositionChange.Memory(name: member.key, value: value)
    }
  }

  mutating func decodeEquity(_ step: inout Step) {
    step.take(
      Equity(
        equity: Price(units: scanner[2].integer), cash: Price(units: scanner[3].integer),
        exposure: scanner[4].double.isNaN ? nil : scanner[4].double,
        drawdown: scanner[5].double, openPositions: Int(scanner[6].integer),
        buyHold: Price(units: scanner[7].integer)))
  }

  mutating func decodeLabel(_ line: Line, _ step: inout Step) throws(WireError) {
    let series = try series(line, &step)
    let given = 8...10
    guard given.allSatisfy({ scanner.has($0) == scanner.has(8) }) else {
      throw line.error(
        at: line.end, found: "a label with some of 't1', 'bars' and 'return'",
        expected: "all of them, or none where the window has not ended")
    }
    step.take(
      Label(
        series: series, at: Timestamp(milliseconds: scanner[4].integer), label: scanner[5].text,
        detector: scanner.has(6) ? scanner[6].text : nil, value: scanner[7].double,
        window: scanner.has(8)
          ? Label.Window(
            end: Timestamp(milliseconds: scanner[8].integer), bars: Int(scanner[9].integer),
            gain: scanner[10].double) : nil))
  }

  mutating func decodeMetrics(_ line: Line, _ step: inout Step) throws(WireError) {
    func figure(_ index: Int) -> Double? {
      scanner[index].double.isNaN ? nil : scanner[index].double
    }
    var book: Metrics.Book?
    if scanner.has(3) {
      for index in 4...6 where !scanner.has(index) {
        let key = FieldTable.rules(of: .metrics)[index].key
        throw line.error(
          at: line.end, found: "metrics with 'equity' and without '\(key)'",
          expected: "all of the book")
      }
      book = Metrics.Book(
        equity: Price(units: scanner[3].integer), drawdown: scanner[4].double,
        exposure: figure(5), openPositions: Int(scanner[6].integer))
    }
    step.take(
      Metrics(
        detector: scanner.has(2) ? scanner[2].text : nil, book: book,
        roundTrips: Int(scanner[7].integer), winRate: figure(8), profitFactor: figure(9),
        averageReturn: figure(10), averageBars: figure(11), averageMFE: figure(12),
        averageMAE: figure(13)))
  }

  /// The symbol in a slot, which the scanner has checked.
  private func symbol(_ index: Int) -> Symbol { Symbol(stringLiteral: scanner[index].text) }
}
