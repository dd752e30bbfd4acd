import SFCore

/// The values of a line that was scanned, one after another in the order of the keys of its type.
///
/// Each call reads the next key. What may be absent is asked for as optional, and is `nil` where
/// the key is absent or `null`.
struct FieldReader {
  let line: Line
  /// Whose line it is, where symbol and interval say so.
  let series: SeriesIndex

  private let slots: UnsafePointer<ObjectScanner.Slot>
  private let keys: UnsafePointer<KeyTable.Key>
  private let seen: UInt32
  private var place: Int

  /// Begins behind what every line of the type begins with: `ts`, or the interval of a series.
  @inline(__always)
  init(_ line: Line, of series: SeriesIndex?, _ scanner: borrowing ObjectScanner, _ type: LineType)
  {
    self.line = line
    self.series = series ?? 0
    slots = scanner.values
    keys = scanner.table[type].first
    seen = scanner.seen
    place = series == nil ? 2 : 4
  }

  /// Whether the line has the next key.
  var hasNext: Bool { has(place) }

  @inline(__always)
  private func has(_ index: Int) -> Bool { seen & (1 << UInt32(index)) != 0 }

  /// The value of the next key, which must be there.
  @inline(__always)
  private mutating func next() -> ObjectScanner.Slot {
    defer { place += 1 }
    return slots[place]
  }

  @inline(__always)
  private mutating func nextIfAny() -> ObjectScanner.Slot? {
    let isThere = hasNext
    let slot = next()
    return isThere ? slot : nil
  }

  mutating func skip(_ count: Int) { place += count }

  // MARK: Values

  @inline(__always)
  mutating func text() -> String { next().text }
  @inline(__always)
  mutating func optionalText() -> String? { nextIfAny()?.text }

  /// A symbol, which the scanner has checked.
  mutating func symbol() -> Symbol { Symbol(stringLiteral: next().text) }

  @inline(__always)
  mutating func amount<Amount: FixedPoint>() -> Amount { Amount(units: next().integer) }
  @inline(__always)
  mutating func optionalAmount<Amount: FixedPoint>() -> Amount? {
    nextIfAny().map { Amount(units: $0.integer) }
  }

  @inline(__always)
  mutating func float() -> Double { next().double }
  @inline(__always)
  mutating func optionalFloat() -> Double? {
    nextIfAny().flatMap { $0.double.isNaN ? nil : $0.double }
  }

  @inline(__always)
  mutating func integer() -> Int { Int(next().integer) }
  mutating func optionalInteger() -> Int? {
    nextIfAny().flatMap { $0.integer == ObjectScanner.missingInteger ? nil : Int($0.integer) }
  }

  @inline(__always)
  mutating func timestamp() -> Timestamp { Timestamp(milliseconds: next().integer) }

  @inline(__always)
  mutating func choice<Value: CaseIterable>(of _: Value.Type = Value.self) -> Value
  where Value.AllCases == [Value] {
    Value.allCases[Int(next().integer)]
  }

  /// A float from 0 to 1.
  mutating func optionalFraction() throws(WireError) -> Double? {
    let index = place
    guard let value = optionalFloat() else { return nil }
    guard (0...1).contains(value) else {
      throw line.error(
        at: line.start, found: "a \(name(of: index)) of \(value)", expected: "0 to 1")
    }
    return value
  }

  mutating func interval() throws(WireError) -> Interval {
    let slot = next()
    guard let interval = Interval(slot.text) else {
      throw line.error(at: slot.start - 1, expected: "an interval like \"1m\"")
    }
    return interval
  }

  /// The members of the next object: `body` is given each name and leaves the cursor behind the
  /// value.
  mutating func members(
    _ body: (String, inout UnsafePointer<UInt8>) throws(WireError) -> Void
  ) throws(WireError) {
    var p = next().start
    try Scanner.object(&p, of: line) { name, p throws(WireError) in try body(name.text, &p) }
  }

  /// The members of the next object, whose numbers may be missing; `nil` when it is absent.
  mutating func optionalObject() throws(WireError) -> [JSONValue.Member]? {
    guard let slot = nextIfAny() else { return nil }
    return try JSONValue(at: slot.start, of: line).members
  }

  // MARK: What one key asks of others

  /// All of the next keys must be there, since another says so: `what` it is that has them, and what
  /// was expected.
  func require(_ count: Int, of what: String, expected: String) throws(WireError) {
    for index in place..<place + count where !has(index) {
      throw missing("\(what) without '\(name(of: index))'", expected: expected)
    }
  }

  /// The next keys must all be there or all be absent.
  func hasAllOrNone(of count: Int) -> Bool {
    (place..<place + count).allSatisfy { has($0) == hasNext }
  }

  func missing(_ found: String, expected: String) -> WireError {
    line.error(at: line.end, found: found, expected: expected)
  }

  private func name(of index: Int) -> String {
    let key = keys[index]
    let text = UnsafeBufferPointer(start: key.quoted + 1, count: key.count - 2)
    return String(decoding: text, as: UTF8.self)
  }
}
