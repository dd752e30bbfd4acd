import SFCore

/// What every line says of itself.
public struct Envelope {
  public let type: LineType
  /// `nil` where the line has none.
  public let ts: Timestamp?
  /// The place behind `ts` where type and `ts` stand first, as our tools write them.
  var rest: UnsafePointer<UInt8>?
}

/// Lines into a step.
public struct LineDecoder: ~Copyable {
  private var scanner = ObjectScanner()

  /// Symbol and interval of each series as bytes, to recognize it without hashing.
  private var seriesBytes: [(symbol: [UInt8], interval: [UInt8])] = []
  /// `,"symbol":"…","interval":"…"`, as our tools write it behind `ts`.
  private var seriesTexts: [[UInt8]] = []
  /// The series of the line at hand when it was recognized by that text.
  private var knownSeries: SeriesIndex?
  /// The series that followed each series last time: bars come in a fixed order.
  private var nextSeries: [SeriesIndex] = []
  private var lastSeries = -1

  /// The names of the columns, quoted, and the column that followed each last time.
  private var columnBytes: [[UInt8]] = []
  private var nextColumn: [Int] = []
  private var lastColumn = -1

  /// Which values of the step were given, to refuse a name that is given twice.
  private var given: [Timestamp] = []
  private var givenWidth = 0

  public init() {}

  // MARK: Type and time

  /// Type and `ts` of a line, without reading what else is in it where it is
  /// written as our tools write it.
  public mutating func envelope(of line: Line) throws(WireError) -> Envelope {
    var p = line.start
    if line.count > 12, isEqual(p, Self.prefix.utf8Start, Self.prefix.utf8CodeUnitCount) {
      p += Self.prefix.utf8CodeUnitCount
      let start = p
      while (p.pointee | 0x20) &- 97 < 26 || p.pointee == UInt8(ascii: "_") { p += 1 }
      if p.pointee == UInt8(ascii: "\"") {
        let type = Self.type(start, p - start)
        p += 1
        if isEqual(p, Self.timestampKey.utf8Start, Self.timestampKey.utf8CodeUnitCount) {
          p += Self.timestampKey.utf8CodeUnitCount
          if type == .unknown { return Envelope(type: type, ts: nil) }
          Scanner.skipSpace(&p)
          let ts = try scanner.timestamp(&p, line)
          return Envelope(type: type, ts: ts, rest: p)
        }
      }
    }
    return try slowEnvelope(of: line)
  }

  private static let prefix: StaticString = "{\"type\":\""
  private static let timestampKey: StaticString = ",\"ts\":"

  /// Reads the whole line for the two keys; they may stand anywhere.
  private mutating func slowEnvelope(of line: Line) throws(WireError) -> Envelope {
    var p = line.start
    Scanner.skipSpace(&p)
    guard p.pointee == UInt8(ascii: "{") else { throw line.error(at: p, expected: "'{'") }
    var all = p
    try Scanner.skipValue(&all, of: line)
    Scanner.skipSpace(&all)
    guard all >= line.end else { throw line.error(at: all, expected: "the end of the line") }
    var type: LineType?
    var time: UnsafePointer<UInt8>?
    p += 1
    Scanner.skipSpace(&p)
    while p.pointee != UInt8(ascii: "}") {
      let key = try Scanner.string(&p, of: line).text
      try Scanner.colon(&p, of: line)
      if key == "type" {
        type = LineType(name: try Scanner.string(&p, of: line).text)
      } else {
        if key == "ts" { time = p }
        try Scanner.skipValue(&p, of: line)
      }
      Scanner.skipSpace(&p)
      if p.pointee == UInt8(ascii: ",") { p += 1 }
      Scanner.skipSpace(&p)
    }
    guard let type else {
      throw line.error(at: line.end, found: "an object without 'type'", expected: "a type")
    }
    guard type != .unknown, var time else { return Envelope(type: type, ts: nil) }
    return Envelope(type: type, ts: try scanner.timestamp(&time, line))
  }

  /// The type of a name; the frequent ones without a string.
  private static func type(_ p: UnsafePointer<UInt8>, _ count: Int) -> LineType {
    switch (p.pointee, count) {
    case (UInt8(ascii: "b"), 3) where isEqual(p, "bar"): .bar
    case (UInt8(ascii: "m"), 4) where isEqual(p, "mark"): .mark
    case (UInt8(ascii: "f"), 8) where isEqual(p, "features"): .features
    case (UInt8(ascii: "e"), 6) where isEqual(p, "equity"): .equity
    case (UInt8(ascii: "s"), 6) where isEqual(p, "signal"): .signal
    default:
      LineType(name: String(decoding: UnsafeBufferPointer(start: p, count: count), as: UTF8.self))
    }
  }

  @inline(__always)
  private static func isEqual(_ p: UnsafePointer<UInt8>, _ text: StaticString) -> Bool {
    SFWire.isEqual(p, text.utf8Start, text.utf8CodeUnitCount)
  }

  @inline(__always)
  private func isEqual(_ p: UnsafePointer<UInt8>, _ q: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    SFWire.isEqual(p, q, count)
  }

  // MARK: Content

  /// Takes the content of a line into the step, whose `ts` is that of the line.
  public mutating func decode(
    _ line: Line, _ type: LineType, into step: inout Step
  ) throws(WireError) {
    knownSeries = nil
    try scanner.scan(line, as: type)
    try take(line, type, into: &step)
  }

  /// Takes the content of a line behind its envelope, which is not read again where it stands first.
  public mutating func decode(
    _ line: Line, _ envelope: Envelope, into step: inout Step
  ) throws(WireError) {
    guard let rest = envelope.rest else {
      return try decode(line, envelope.type, into: &step)
    }
    knownSeries = nil
    if envelope.type == .bar || envelope.type == .features,
      let (series, p) = expectedSeries(at: rest)
    {
      knownSeries = series
      try scanner.scan(line, as: envelope.type, from: p, behind: 4)
    } else {
      try scanner.scan(line, as: envelope.type, from: rest, behind: 2)
    }
    try take(line, envelope.type, into: &step)
  }

  private mutating func take(
    _ line: Line, _ type: LineType, into step: inout Step
  ) throws(WireError) {
    switch type {
    case .bar: try decodeBar(line, &step)
    case .features: try decodeFeatures(line, &step)
    case .gap: try decodeGap(line, &step)
    case .signal: try decodeSignal(line, &step)
    case .refusal: try decodeRefusal(line, &step)
    case .order: try decodeOrder(line, &step)
    case .fill: try decodeFill(line, &step)
    case .position: try decodePosition(line, &step)
    case .equity: decodeEquity(&step)
    default: break
    }
  }

  private mutating func decodeBar(_ line: Line, _ step: inout Step) throws(WireError) {
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
    if step.bar(of: series) != nil {
      let key = step.series[series]
      throw line.error(
        at: line.start, found: "a second bar of \(key.symbol) \(key.interval)",
        expected: "one for each ts")
    }
    step.take(bar, scanner.extras.isEmpty ? [] : scanner.extras.sorted { $0.name < $1.name })
  }

  private mutating func decodeGap(_ line: Line, _ step: inout Step) throws(WireError) {
    let series = try series(line, &step)
    step.take(
      Gap(
        series: series, from: Timestamp(milliseconds: scanner[4].integer),
        to: Timestamp(milliseconds: scanner[5].integer), bars: Int(scanner[6].integer)))
  }

  private mutating func decodeSignal(_ line: Line, _ step: inout Step) throws(WireError) {
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

  private mutating func decodeRefusal(_ line: Line, _ step: inout Step) throws(WireError) {
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
        symbol: symbol(2), by: scanner[3].text, reason: scanner[4].text, subject: subject,
        quantity: scanner.has(7) ? Quantity(units: scanner[7].integer) : nil))
  }

  private mutating func decodeOrder(_ line: Line, _ step: inout Step) throws(WireError) {
    step.take(
      Order(
        id: scanner[2].text, symbol: symbol(3), side: Side.allCases[Int(scanner[4].integer)],
        kind: OrderKind.allCases[Int(scanner[5].integer)],
        quantity: Quantity(units: scanner[6].integer),
        price: scanner.has(7) ? Price(units: scanner[7].integer) : nil,
        position: scanner[8].text, intent: Intent.allCases[Int(scanner[9].integer)],
        reason: scanner[10].text, detector: scanner.has(11) ? scanner[11].text : nil,
        reference: Price(units: scanner[12].integer)))
  }

  private mutating func decodeFill(_ line: Line, _ step: inout Step) throws(WireError) {
    step.take(
      Fill(
        id: scanner[2].text, order: scanner[3].text, symbol: symbol(4),
        side: Side.allCases[Int(scanner[5].integer)], price: Price(units: scanner[6].integer),
        quantity: Quantity(units: scanner[7].integer), fee: Price(units: scanner[8].integer),
        feeAsset: scanner.has(9) ? scanner[9].text : nil, position: scanner[10].text,
        liquidity: Liquidity.allCases[Int(scanner[11].integer)],
        at: Timestamp(milliseconds: scanner[12].integer)))
  }

  private mutating func decodePosition(_ line: Line, _ step: inout Step) throws(WireError) {
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
    step.take(
      PositionChange(
        id: scanner[2].text, symbol: symbol(3),
        direction: Direction.allCases[Int(scanner[4].integer)],
        quantity: Quantity(units: scanner[6].integer),
        entryPrice: Price(units: scanner[7].integer),
        entryTime: Timestamp(milliseconds: scanner[8].integer),
        detector: scanner.has(9) ? scanner[9].text : nil, closing: closing))
  }

  private mutating func decodeEquity(_ step: inout Step) {
    step.take(
      Equity(
        equity: Price(units: scanner[2].integer), cash: Price(units: scanner[3].integer),
        exposure: scanner[4].double.isNaN ? nil : scanner[4].double,
        drawdown: scanner[5].double, openPositions: Int(scanner[6].integer),
        buyHold: Price(units: scanner[7].integer)))
  }

  /// The symbol in a slot, which the scanner has checked.
  private func symbol(_ index: Int) -> Symbol { Symbol(stringLiteral: scanner[index].text) }

  // MARK: Series

  /// The series of symbol and interval in slots 2 and 3.
  private mutating func series(
    _ line: Line, _ step: inout Step
  ) throws(WireError) -> SeriesIndex {
    if let knownSeries {
      lastSeries = knownSeries
      return knownSeries
    }
    let (symbol, interval) = (scanner[2].string, scanner[3].string)
    let expected = lastSeries < 0 ? 0 : nextSeries[lastSeries]
    if isSeries(expected, symbol, interval) {
      lastSeries = expected
      return expected
    }
    guard let interval = Interval(interval.text) else {
      throw line.error(at: scanner[3].start - 1, expected: "an interval like \"1m\"")
    }
    let series = Series(symbol: Symbol(stringLiteral: symbol.text), interval: interval)
    let index = step.series.index(of: series)
    while seriesBytes.count < step.series.count {
      let added = step.series[seriesBytes.count]
      seriesBytes.append((Array(added.symbol.text.utf8), Array(added.interval.text.utf8)))
      seriesTexts.append(
        Array(",\"symbol\":\"\(added.symbol)\",\"interval\":\"\(added.interval)\"".utf8))
      nextSeries.append(0)
    }
    if lastSeries >= 0 { nextSeries[lastSeries] = index }
    lastSeries = index
    return index
  }

  /// The series that should come now, if its text is at `p`, and the place behind it.
  @inline(__always)
  private func expectedSeries(
    at p: UnsafePointer<UInt8>
  ) -> (SeriesIndex, UnsafePointer<UInt8>)? {
    let expected = lastSeries < 0 ? 0 : nextSeries[lastSeries]
    guard expected < seriesTexts.count else { return nil }
    return seriesTexts[expected].withUnsafeBufferPointer { text in
      SFWire.isEqual(p, text.baseAddress!, text.count) ? (expected, p + text.count) : nil
    }
  }

  @inline(__always)
  private func isSeries(_ index: Int, _ symbol: JSONString, _ interval: JSONString) -> Bool {
    index < seriesBytes.count
      && seriesBytes[index].symbol.withUnsafeBufferPointer(symbol.isEqual)
      && seriesBytes[index].interval.withUnsafeBufferPointer(interval.isEqual)
  }

  // MARK: Features

  private mutating func decodeFeatures(_ line: Line, _ step: inout Step) throws(WireError) {
    let series = try series(line, &step)
    var taken = 0
    do {
      try decodeValues(line, series, &step, &taken)
    } catch {
      try forget(taken, line, series, &step)
      throw error
    }
  }

  /// Takes the values of a line; `taken` counts those that stand in the step, also on an error.
  @inline(__always)
  private mutating func decodeValues(
    _ line: Line, _ series: SeriesIndex, _ step: inout Step, _ taken: inout Int
  ) throws(WireError) {
    var row = step.row(of: series)
    var p = scanner[4].start + 1
    Scanner.skipSpace(&p)
    lastColumn = -1
    while p.pointee != UInt8(ascii: "}") {
      let start = p
      let column = try self.column(&p, line, &step)
      if column >= step.width {
        step.widen()
        row = step.row(of: series)
      }
      let place = row * step.width + column
      if isGiven(place, step) {
        throw line.error(
          at: start, found: "\(line.excerpt(at: start)) twice", expected: "each name once a bar")
      }
      taken += 1
      try Scanner.colon(&p, of: line)
      if p.pointee != UInt8(ascii: "n") || !Scanner.accepts("null", &p) {
        let start = p
        let number = try Scanner.number(&p, of: line)
        step.values[place] = try Scanner.double(number, start, p, of: line)
      }
      Scanner.skipSpace(&p)
      if p.pointee == UInt8(ascii: ",") {
        p += 1
        Scanner.skipSpace(&p)
        if p.pointee == UInt8(ascii: "}") {
          throw line.error(at: p, found: "a trailing comma", expected: "a name behind it")
        }
      } else if p.pointee != UInt8(ascii: "}") {
        throw line.error(at: p, expected: "',' or '}'")
      }
    }
  }

  /// Takes back the first values of a line that cannot be read: it counts as a whole or not at all.
  private mutating func forget(
    _ taken: Int, _ line: Line, _ series: SeriesIndex, _ step: inout Step
  ) throws(WireError) {
    let row = step.row(of: series)
    var p = scanner[4].start + 1
    lastColumn = -1
    for _ in 0..<taken {
      Scanner.skipSpace(&p)
      let place = row * step.width + (try column(&p, line, &step))
      step.values[place] = .nan
      if place < given.count { given[place] = Self.never }
      while p.pointee != UInt8(ascii: ","), p < line.end { p += 1 }
      p += 1
    }
  }

  /// Before every time that a line can have.
  private static let never = Timestamp(milliseconds: .min)

  /// Whether a value was given before in this step; notes that it is now.
  @inline(__always)
  private mutating func isGiven(_ place: Int, _ step: borrowing Step) -> Bool {
    if givenWidth != step.width || place >= given.count { makeRoom(for: place, step.width) }
    if given[place] == step.ts { return true }
    given[place] = step.ts
    return false
  }

  /// Grows what is known of given values; it stays known when the rows grow wider.
  private mutating func makeRoom(for place: Int, _ width: Int) {
    if givenWidth != width {
      var wider: [Timestamp] = []
      if givenWidth > 0 {
        for start in stride(from: 0, to: given.count, by: givenWidth) {
          let row = given[start..<min(start + givenWidth, given.count)]
          wider.append(contentsOf: row)
          wider.append(contentsOf: repeatElement(Self.never, count: width - row.count))
        }
      }
      given = wider
      givenWidth = width
    }
    while given.count <= place { given.append(Self.never) }
  }

  /// The position of the name at the cursor.
  @inline(__always)
  private mutating func column(
    _ p: inout UnsafePointer<UInt8>, _ line: Line, _ step: inout Step
  ) throws(WireError) -> Int {
    let expected = lastColumn < 0 ? 0 : nextColumn[lastColumn]
    if expected < columnBytes.count {
      let count = columnBytes[expected].count
      let isExpected = columnBytes[expected].withUnsafeBufferPointer {
        count <= line.end - p && isEqual(p, $0.baseAddress!, count)
      }
      if isExpected {
        p += count
        lastColumn = expected
        return expected
      }
    }
    let name = try Scanner.string(&p, of: line).text
    let column = step.columns.add(name)
    while columnBytes.count < step.columns.count {
      var text = ByteBuffer(capacity: 80)
      text.append(quoted: step.columns.names[columnBytes.count])
      columnBytes.append(Array(text.bytes))
      nextColumn.append(columnBytes.count)
    }
    if lastColumn >= 0 { nextColumn[lastColumn] = column }
    lastColumn = column
    return column
  }
}
