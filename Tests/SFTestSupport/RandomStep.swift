import SFCore
import SFWire

/// Steps with random content of every type, and their lines.
public struct RandomStep {
  public var generator: SeededGenerator

  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private static let columns = ["sma_20", "rsi_14", "bbands_20_2_upper", "é}\"\\{", "x"]
  private static let texts = [
    "sma_cross_20_50", "", "no cash", "tp_sl.take_profit", "a \"quoted\" \\ text", "tab\there",
    "1767605460000-1", "prix trop élevé €", "😀 and \u{1} control", "/slashes/",
  ]

  /// A step with some lines of each type, in no order that matters here.
  public mutating func next() -> Step {
    var step = Step()
    for column in Self.columns { _ = step.columns.add(column) }
    step.begin(time())
    let pairs: [(Symbol, String)] = [("BTCUSDT", "1m"), ("EUR/USD", "1h"), ("ETH-PERP", "100t")]
    let indices = pairs.compactMap { symbol, interval in
      Interval(interval).map { step.series.index(of: Series(symbol: symbol, interval: $0)) }
    }
    for index in indices {
      step.add(bar(index), fields())
      step.add(Gap(series: index, from: time(), to: time(), bars: Int(generator.next() % 1_000)))
      let row = step.row(of: index)
      for column in Self.columns.indices {
        step.values[row * step.width + column] =
          generator.next() % 4 == 0 ? .nan : generator.finiteDouble() + 0
      }
      step.addFeatures(row: row, from: 0, count: Self.columns.count)
      step.add(
        Signal(
          series: index, detector: text(), direction: pick(SignalDirection.allCases),
          strength: generator.finiteDouble() + 0,
          probability: maybe { Double($0.next() % 1_001) / 1_000 }))
      step.add(
        Label(
          series: index, at: time(), label: text(), detector: maybeText(),
          value: maybe { $0.finiteDouble() + 0 } ?? .nan,
          window: maybe {
            Label.Window(
              end: Timestamp(milliseconds: Int64($0.next() % 4_000_000_000_000)),
              bars: Int($0.next() % 500), gain: $0.finiteDouble() + 0)
          }))
      addTrading(&step, step.series[index].symbol)
    }
    return step
  }

  private mutating func bar(_ index: SeriesIndex) -> Bar {
    let (a, b) = (generator.next() >> 2, generator.next() >> 2)
    return Bar(
      series: index, open: amount(), high: Price(units: Int64(max(a, b))),
      low: Price(units: Int64(min(a, b))), close: amount(),
      volume: maybe { Double($0.next() % 100_000) / 1_000 })
  }

  private mutating func fields() -> [MarketField] {
    generator.next() % 2 == 0
      ? []
      : [MarketField(name: "open_interest", value: 12.5), MarketField(name: "trades", value: 7)]
  }

  private mutating func addTrading(_ step: inout Step, _ symbol: Symbol) {
    let subject: Refusal.Subject =
      generator.next() % 2 == 0 ? .signal(detector: text()) : .order(text())
    step.add(
      Refusal(
        symbol: symbol, by: text(), reason: RefusalReason(rawValue: text()), subject: subject,
        quantity: maybe { Quantity(units: Int64($0.next() >> 4)) }, explain: maybeText()))
    step.add(
      Order(
        id: text(), symbol: symbol, side: pick(Side.allCases), kind: pick(OrderKind.allCases),
        quantity: Quantity(units: amount().units),
        price: maybe { Price(units: Int64($0.next() >> 4)) },
        position: text(), intent: pick(Intent.allCases), reason: text(), detector: maybeText(),
        reference: amount(), explain: maybeText()))
    step.add(
      Fill(
        id: text(), order: text(), symbol: symbol, side: pick(Side.allCases), price: amount(),
        quantity: Quantity(units: amount().units), fee: amount(), feeAsset: maybeText(),
        position: text(), liquidity: pick(Liquidity.allCases), at: time()))
    let closing = PositionChange.Closing(
      exitPrice: amount(), exitTime: time(), exitReason: text(), pnl: amount(), fees: amount(),
      bars: Int(generator.next() % 500), mfe: 0.25, mae: -0.125)
    step.add(
      PositionChange(
        id: text(), symbol: symbol, direction: pick(Direction.allCases),
        quantity: Quantity(units: amount().units), entryPrice: amount(), entryTime: time(),
        detector: maybeText(), closing: generator.next() % 2 == 0 ? closing : nil))
    step.add(
      Equity(
        equity: amount(), cash: amount(), exposure: maybe { Double($0.next() % 300) / 100 },
        drawdown: Double(generator.next() % 100) / 128, openPositions: Int(generator.next() % 9),
        buyHold: amount()))
    addMetrics(&step)
  }

  private mutating func addMetrics(_ step: inout Step) {
    let book = Metrics.Book(
      equity: amount(), drawdown: Double(generator.next() % 100) / 128,
      exposure: maybe { Double($0.next() % 300) / 100 }, openPositions: 3)
    func figure(_ generator: inout SeededGenerator) -> Double {
      Double(generator.next() % 1_001) / 1_000
    }
    step.add(
      Metrics(
        detector: maybeText(), book: generator.next() % 2 == 0 ? book : nil,
        roundTrips: Int(generator.next() % 500), winRate: maybe(figure),
        profitFactor: maybe(figure), averageReturn: maybe(figure), averageBars: maybe(figure),
        averageMFE: maybe(figure), averageMAE: maybe(figure)))
  }

  private mutating func amount() -> Price {
    Price(units: Int64(bitPattern: generator.next()) >> Int64(1 + generator.next() % 60))
  }

  private mutating func time() -> Timestamp {
    Timestamp(
      milliseconds: Int64.random(in: -1_000_000_000_000...4_000_000_000_000, using: &generator))
  }

  private mutating func text() -> String { Self.texts[Int(generator.next() % 10)] }

  private mutating func maybeText() -> String? { generator.next() % 2 == 0 ? nil : text() }

  private mutating func maybe<T>(_ make: (inout SeededGenerator) -> T) -> T? {
    generator.next() % 2 == 0 ? nil : make(&generator)
  }

  private mutating func pick<T>(_ values: [T]) -> T {
    values[Int(generator.next() % UInt64(values.count))]
  }

  /// What the writer writes for the lines of a step, one text each, without line feeds.
  public static func lines(of step: Step) -> [(type: LineType, text: String)] {
    var writer = LineWriter()
    return step.lines.map { line in
      let before = writer.buffer.count
      writer.write(line, of: step)
      let bytes = writer.buffer.bytes[before..<writer.buffer.count - 1]
      return (line.type, String(decoding: bytes, as: UTF8.self))
    }
  }

  /// The lines that a step was read from, added to be written again.
  public static func readBack(_ text: String, _ type: LineType) throws -> Step {
    var step = Step()
    try read(text, type, &step)
    return step
  }

  /// Decodes one line into a step and adds it to the lines to write.
  public static func read(_ text: String, _ type: LineType, _ step: inout Step) throws {
    var decoder = LineDecoder()
    try Line.withLine(of: Array(text.utf8)) { line in
      let envelope = try decoder.envelope(of: line)
      guard envelope.type == type, let ts = envelope.ts else {
        throw WireError(column: 1, found: "another type", expected: type.name)
      }
      step.begin(ts)
      try decoder.decode(line, type, into: &step)
    }
    addRead(type, &step)
  }

  /// Adds the one line of a type that was read to the lines to write.
  public static func addRead(_ type: LineType, _ step: inout Step) {
    switch type {
    case .bar: step.add(step.bars[0], step.fields(ofBar: 0))
    case .gap: step.add(step.gaps[0])
    case .features: step.addFeatures(row: 0, from: 0, count: step.columns.count)
    case .signal: step.add(step.signals[0])
    case .refusal: step.add(step.refusals[0])
    case .order: step.add(step.orders[0])
    case .fill: step.add(step.fills[0])
    case .position: step.add(step.positions[0])
    case .equity: step.add(step.equities[0])
    case .label: step.add(step.labels[0])
    case .metrics: step.add(step.metrics[0])
    default: break
    }
  }
}
