import SFCore

/// `bar` lines as our tools write them, of which a stream has most: read straight, without slots.
extension LineDecoder {
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
    guard p.pointee == UInt8(ascii: "}"), p + 1 == line.end, high >= low,
      !step.hasBar(of: series)
    else { return false }
    step.take(
      Bar(series: series, open: open, high: high, low: low, close: close, volume: volume))
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
