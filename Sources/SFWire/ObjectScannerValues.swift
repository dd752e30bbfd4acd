import SFCore

/// The values behind the keys, each read as its rule says.
extension ObjectScanner {
  /// Reads a value of a kind into its slot.
  @inline(__always)
  mutating func read(
    _ key: KeyTable.Key, _ slot: UnsafeMutablePointer<Slot>, _ p: inout UnsafePointer<UInt8>,
    _ line: Line
  ) throws(WireError) {
    let start = p
    switch key.form {
    case .amount:
      let isNull = p.pointee == UInt8(ascii: "n") && takesNull && Scanner.accepts("null", &p)
      slot.pointee.integer = isNull ? 0 : try Scanner.amount(&p, of: line)
    case .float:
      let isNull = p.pointee == UInt8(ascii: "n") && Scanner.accepts("null", &p)
      slot.pointee.double = isNull ? .nan : try Scanner.float(&p, of: line)
    case .timestamp:
      slot.pointee.integer = try timestamp(&p, line).milliseconds
    case .integer: slot.pointee.integer = try Scanner.integer(&p, of: line)
    case .integerOrNull:
      let isNull = p.pointee == UInt8(ascii: "n") && Scanner.accepts("null", &p)
      slot.pointee.integer =
        isNull ? Self.missingInteger : try Scanner.integer(&p, of: line)
    case .text:
      take(try Scanner.string(&p, of: line), in: slot)
    case .symbol:
      take(try Scanner.string(&p, of: line), in: slot)
      try checkSymbol(slot.pointee, start, line)
    case .choice:
      for index in key.choices.indices where key.choices[index].isAt(p) {
        slot.pointee.integer = Int64(index)
        p += key.choices[index].count
        return
      }
      slot.pointee.integer = try choice(of: key, &p, line)
    case .values:
      try skipFlat(&p, line)
      take(JSONString(start: start, end: p, hasEscapes: false), in: slot)
    case .object, .array:
      let opening = UInt8(ascii: key.form == .array ? "[" : "{")
      guard p.pointee == opening else {
        throw line.error(at: p, expected: key.form == .array ? "an array" : "an object")
      }
      try Scanner.skipValue(&p, of: line)
      take(JSONString(start: start, end: p, hasEscapes: false), in: slot)
    }
  }

  /// A choice that is written with escapes, or none.
  private func choice(
    of key: KeyTable.Key, _ p: inout UnsafePointer<UInt8>, _ line: Line
  ) throws(WireError) -> Int64 {
    let start = p
    let text = try Scanner.string(&p, of: line).text
    let texts = key.choices.map { choice in
      let bytes = UnsafeBufferPointer(start: choice.start, count: choice.count)
      return String(decoding: bytes, as: UTF8.self).dropFirst().dropLast()
    }
    guard let index = texts.firstIndex(where: { $0 == text }) else {
      throw line.error(at: start, expected: texts.joined(separator: ", "))
    }
    return Int64(index)
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
      throw line.error(at: start, expected: "a symbol: \(Symbol.rule)")
    }
  }

  /// The timestamp at the cursor, with its quotes.
  @inline(__always)
  mutating func timestamp(
    _ p: inout UnsafePointer<UInt8>, _ line: Line
  ) throws(WireError) -> Timestamp {
    let length = TimestampText.length + 2
    if isEqual(p, lastTimestampText, length) {
      p += length
      return lastTimestamp
    }
    return try newTimestamp(&p, line, length)
  }

  @inline(never)
  private mutating func newTimestamp(
    _ p: inout UnsafePointer<UInt8>, _ line: Line, _ length: Int
  ) throws(WireError) -> Timestamp {
    guard p.pointee == UInt8(ascii: "\""), line.end - p >= length,
      p[length - 1] == UInt8(ascii: "\""), let value = read(p + 1)
    else { throw line.error(at: p, expected: "a timestamp like \"2026-01-05T09:31:00.000Z\"") }
    lastTimestampText.update(from: p, count: length)
    lastTimestamp = value
    p += length
    return value
  }

  /// The timestamp at `p`; its date is not read again on the same day.
  private mutating func read(_ p: UnsafePointer<UInt8>) -> Timestamp? {
    if isEqual(p, lastTimestampText + 1, TimestampText.dateLength) {
      return TimestampText.readTime(p).map { lastMidnight + $0 }
    }
    guard let value = TimestampText.read(p) else { return nil }
    lastMidnight = Timestamp(milliseconds: value.day * Timestamp.millisecondsPerDay)
    return value
  }
}
