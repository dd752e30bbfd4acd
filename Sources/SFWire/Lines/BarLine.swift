import SFCore

/// `bar`: the prices of one symbol over one interval, with whatever else the market says of it.
enum BarLine: LineForm {
  static let keys =
    FieldRule.ofSeries + [
      FieldRule("open", .amount, "first price"),
      FieldRule("high", .amount, "highest price"),
      FieldRule("low", .amount, "lowest price"),
      FieldRule("close", .amount, "last price"),
      FieldRule("volume", .float, optional: true, "base asset traded"),
    ]
}

// MARK: - Reading

extension LineDecoder {
  mutating func decodeBar(_ line: Line, _ step: inout Step) throws(WireError) {
    let series = try series(line, &step)
    let bar = Bar(
      series: series,
      open: Price(units: scanner[4].integer), high: Price(units: scanner[5].integer),
      low: Price(units: scanner[6].integer), close: Price(units: scanner[7].integer),
      volume: scanner.has(8) && !scanner[8].double.isNaN ? scanner[8].double : nil)
    if !takesImpossible, let fault = bar.fault {
      throw line.error(at: line.start, found: fault.found, expected: fault.expected)
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

  // Lines as our tools write them, of which a stream has most, are read straight, without slots.

  /// Takes a bar from behind its series on: prices, perhaps a volume, and nothing more.
  ///
  /// Of any other line it takes nothing and returns `false`.
  @inline(__always)
  mutating func takeWrittenBar(
    _ start: UnsafePointer<UInt8>, _ line: Line, _ series: SeriesIndex, _ step: inout Step
  ) -> Bool {
    var p = start
    guard let open = Self.price(behind: ",\"open\":", &p),
      let high = Self.price(behind: ",\"high\":", &p),
      let low = Self.price(behind: ",\"low\":", &p),
      let close = Self.price(behind: ",\"close\":", &p)
    else { return false }
    var volume: Double?
    if Self.isKey(",\"volume\":", &p) {
      guard let value = Scanner.plainFloat(&p) else { return false }
      volume = value
    }
    let bar = Bar(series: series, open: open, high: high, low: low, close: close, volume: volume)
    guard p.pointee == UInt8(ascii: "}"), p + 1 == line.end, bar.hasRange, low.units > 0,
      volume.map({ $0 >= 0 }) ?? true, !step.hasBar(of: series)
    else { return false }
    step.take(bar)
    lastSeries = series
    return true
  }

  @inline(__always)
  private static func price(behind key: StaticString, _ p: inout UnsafePointer<UInt8>) -> Price? {
    guard isKey(key, &p), let units = AmountText.read(&p), Scanner.isDelimiter(p.pointee) else {
      return nil
    }
    return Price(units: units)
  }

  /// Whether the key stands at the cursor, which then moves behind it.
  @inline(__always)
  private static func isKey(_ key: StaticString, _ p: inout UnsafePointer<UInt8>) -> Bool {
    guard isEqual(p, key) else { return false }
    p += key.utf8CodeUnitCount
    return true
  }
}

// MARK: - Writing

extension LineWriter {
  mutating func bar(_ bar: Bar, _ fields: [MarketField], of step: borrowing Step) {
    begin(.bar, step.ts)
    series(bar.series, step)
    amount(bar.open)
    amount(bar.high)
    amount(bar.low)
    amount(bar.close)
    float(bar.volume)
    for field in fields {
      buffer.append(",")
      append(name: field.name)
      buffer.append(double: field.value)
    }
  }
}
