import SFCore

/// The values behind the keys, each read as its rule says.
extension ObjectScanner {
  /// Reads a value of a kind into its slot.
  @inline(__always)
  mutating func read(
    _ key: Key, _ slot: UnsafeMutablePointer<Slot>, _ p: inout UnsafePointer<UInt8>,
    _ line: Line
  ) throws(WireError) {
    let start = p
    switch key.form {
    case .amount:
      let number = try Scanner.number(&p, of: line)
      switch number.eighths {
      case .exact(let units): slot.pointee.integer = units
      case .rounded:
        throw line.error(at: start, expected: "an amount with at most eight decimals")
      case .outOfRange: throw line.error(at: start, expected: "an amount in range")
      }
    case .float:
      if p.pointee == UInt8(ascii: "n"), Scanner.accepts("null", &p) {
        slot.pointee.double = .nan
        return
      }
      let number = try Scanner.number(&p, of: line)
      slot.pointee.double = try Scanner.double(number, start, p, of: line)
    case .timestamp:
      slot.pointee.integer = try timestamp(&p, line).milliseconds
    case .integer:
      let number = try Scanner.number(&p, of: line)
      guard let value = number.integer, value.magnitude <= 1 << 53 else {
        throw line.error(at: start, expected: "an integer")
      }
      slot.pointee.integer = value
    case .text:
      take(try Scanner.string(&p, of: line), in: slot)
    case .symbol:
      take(try Scanner.string(&p, of: line), in: slot)
      try checkSymbol(slot.pointee, start, line)
    case .choice:
      let string = try Scanner.string(&p, of: line)
      let choices = choices[key.rule]
      guard let index = choices.firstIndex(of: string.text) else {
        throw line.error(at: start, expected: choices.joined(separator: ", "))
      }
      slot.pointee.integer = Int64(index)
    case .values:
      try skipFlat(&p, line)
      take(JSONString(start: start, end: p, hasEscapes: false), in: slot)
    case .stages, .counts:
      let opening = UInt8(ascii: key.form == .stages ? "[" : "{")
      guard p.pointee == opening else {
        throw line.error(at: p, expected: key.form == .stages ? "an array" : "an object")
      }
      try Scanner.skipValue(&p, of: line)
      take(JSONString(start: start, end: p, hasEscapes: false), in: slot)
    }
  }

  /// Moves behind a flat object, whose content the decoder reads; only strings may hold a brace.
  @inline(__always)
  private func skipFlat(_ p: inout UnsafePointer<UInt8>, _ line: Line) throws(WireError) {
    guard p.pointee == UInt8(ascii: "{") else { throw line.error(at: p, expected: "an object") }
    p += 1
    while p.pointee != UInt8(ascii: "}") {
      if p.pointee == UInt8(ascii: "\"") {
        _ = try Scanner.string(&p, of: line)
      } else if p.pointee == UInt8(ascii: "{") || p.pointee == UInt8(ascii: "[") {
        throw line.error(at: p, expected: "a number or null")
      } else if p >= line.end {
        throw line.error(at: p, expected: "'}'")
      } else {
        p += 1
      }
    }
    p += 1
  }

  private func take(_ string: JSONString, in slot: UnsafeMutablePointer<Slot>) {
    slot.pointee.start = string.start
    slot.pointee.end = string.end
    slot.pointee.hasEscapes = string.hasEscapes
  }

  private func checkSymbol(
    _ slot: Slot, _ start: UnsafePointer<UInt8>, _ line: Line
  ) throws(WireError) {
    let isSymbol =
      slot.hasEscapes
      ? Symbol.accepts(slot.text.utf8)
      : Symbol.accepts(UnsafeBufferPointer(start: slot.start, count: slot.end - slot.start))
    if !isSymbol {
      throw line.error(at: start, expected: "a symbol: 1 to 32 of A-Za-z0-9._:/-")
    }
  }

  /// The timestamp at the cursor, with its quotes.
  @inline(__always)
  mutating func timestamp(
    _ p: inout UnsafePointer<UInt8>, _ line: Line
  ) throws(WireError) -> Timestamp {
    if p.pointee == UInt8(ascii: "\""), line.end - p > TimestampText.length + 1,
      p[TimestampText.length + 1] == UInt8(ascii: "\"")
    {
      if isEqual(p + 1, lastTimestampText, TimestampText.length) {
        p += TimestampText.length + 2
        return lastTimestamp
      }
      if isEqual(p + 1, lastTimestampText, TimestampText.dateLength),
        let time = TimestampText.readTime(p + 1)
      {
        lastTimestampText.update(from: p + 1, count: TimestampText.length)
        lastTimestamp = lastMidnight + time
        p += TimestampText.length + 2
        return lastTimestamp
      }
      if let value = TimestampText.read(p + 1) {
        lastMidnight = Timestamp(milliseconds: value.day * Timestamp.millisecondsPerDay)
        lastTimestampText.update(from: p + 1, count: TimestampText.length)
        lastTimestamp = value
        p += TimestampText.length + 2
        return value
      }
    }
    throw line.error(at: p, expected: "a timestamp like \"2026-01-05T09:31:00.000Z\"")
  }
}
