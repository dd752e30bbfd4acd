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
      addVenue(&step, step.series[index].symbol)
      addModel(&step, step.series[index])
    }
    return step
  }

  mutating func bar(_ index: SeriesIndex) -> Bar {
    let shift = 2 + generator.next() % 60
    let prices = (0..<4).map { _ in Price(units: Int64(generator.next() >> shift) + 1) }.sorted()
    let isRising = generator.next() % 2 == 0
    return Bar(
      series: index, open: prices[isRising ? 1 : 2], high: prices[3], low: prices[0],
      close: prices[isRising ? 2 : 1],
      volume: maybe { Double($0.next() % 100_000) / 1_000 })
  }

  mutating func fields() -> [MarketField] {
    generator.next() % 2 == 0
      ? []
      : [MarketField(name: "open_interest", value: 12.5), MarketField(name: "trades", value: 7)]
  }

  mutating func amount() -> Price {
    Price(units: Int64(bitPattern: generator.next()) >> Int64(1 + generator.next() % 60))
  }

  mutating func time() -> Timestamp {
    Timestamp(
      milliseconds: Int64.random(in: -1_000_000_000_000...4_000_000_000_000, using: &generator))
  }

  mutating func text() -> String { Self.texts[Int(generator.next() % 10)] }

  mutating func maybeText() -> String? { generator.next() % 2 == 0 ? nil : text() }

  mutating func maybe<T>(_ make: (inout SeededGenerator) -> T) -> T? {
    generator.next() % 2 == 0 ? nil : make(&generator)
  }

  mutating func pick<T>(_ values: [T]) -> T {
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
    case .features: step.addFeatures(row: 0, from: 0, count: step.columns.count)
    default: MessageCase.all.first { $0.type == type }?.addRead(&step)
    }
  }
}
