import SFCore

/// Reads the object of one line against the table of its type.
///
/// Keys are expected in the order of the table, which is the order in which
/// tools write them; a key elsewhere costs a search, not an error. What was
/// read stands in one slot for each rule.
struct ObjectScanner: ~Copyable {
  /// What stands for an integer that is `null`: beyond all that a line can hold.
  static let missingInteger = Int64.min

  /// The value of one key.
  struct Slot {
    /// An amount in units of 10⁻⁸, an integer, a timestamp, the place of a choice.
    var integer: Int64 = 0
    var double: Double = 0
    /// The content of a string; for an object or array the whole text.
    var start: UnsafePointer<UInt8>
    var end: UnsafePointer<UInt8>
    var hasEscapes = false

    var string: JSONString { JSONString(start: start, end: end, hasEscapes: hasEscapes) }
    var text: String { string.text }
  }

  /// The most keys that a type has.
  static let most = 24

  private let slots: UnsafeMutablePointer<Slot>
  let table = KeyTable.shared

  /// Whether an amount may be `null`, and is 0 then.
  var takesNull = false

  /// One bit for each rule that was met in the last line.
  private(set) var seen: UInt32 = 0

  /// Numbers under keys that a bar's table does not have, in the order of the line.
  private(set) var extras: [MarketField] = []

  /// The text of the last timestamp with its quotes, since all lines of a step share it.
  let lastTimestampText: UnsafeMutablePointer<UInt8>
  var lastTimestamp = Timestamp.earliest
  /// Midnight of its day, since a day has many timestamps.
  var lastMidnight = Timestamp.earliest

  init() {
    let none = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))
    slots = .allocate(capacity: Self.most)
    slots.initialize(repeating: Slot(start: none, end: none), count: Self.most)
    lastTimestampText = .allocate(capacity: TimestampText.length + 2)
    lastTimestampText.initialize(repeating: UInt8(ascii: "\""), count: TimestampText.length + 2)
    TimestampText.write(.earliest, to: lastTimestampText + 1)
    nothing = none
  }

  private let nothing: UnsafePointer<UInt8>

  deinit {
    slots.deallocate()
    lastTimestampText.deallocate()
    nothing.deallocate()
  }

  /// The slots, of which only those are of the last line whose rule was met.
  var values: UnsafePointer<Slot> { UnsafePointer(slots) }

  subscript(index: Int) -> Slot {
    @inline(__always) get { slots[index] }
  }

  @inline(__always)
  func has(_ index: Int) -> Bool { seen & (1 << UInt32(index)) != 0 }

  /// Reads a line of a type that the table knows, to its end.
  ///
  /// `start` is behind the value of rule `count` − 1 where the first `count` rules were read
  /// already, one after another; their slots are not set. Such a line is probably written as our
  /// tools write it, and is read so as far as that holds.
  mutating func scan(
    _ line: Line, as type: LineType, from start: UnsafePointer<UInt8>? = nil, behind count: Int = 0
  ) throws(WireError) {
    let keys = table[type]
    let (table, total) = (keys.first, keys.count)
    seen = (1 << UInt32(count)) - 1
    if !extras.isEmpty { extras.removeAll(keepingCapacity: true) }
    var p = start ?? line.start
    var expected = count
    if start != nil {
      try readWritten(&p, line, table, total, &expected)
      let isAll = p.pointee == UInt8(ascii: "}") && p + 1 == line.end
      if isAll, keys.required & ~seen == 0 { return }
    }
    var others = KeySet()
    var hasMore = try start == nil ? open(&p, line) : separator(&p, line)
    while hasMore {
      if expected < total, isEqual(p, table[expected].quoted, table[expected].count) {
        try value(of: expected, table[expected], behind: &p, line)
        expected += 1
      } else {
        expected = try other(&p, line, type, table, total, expected, &others)
      }
      hasMore = try separator(&p, line)
    }
    p += 1
    Scanner.skipSpace(&p)
    guard p >= line.end else { throw line.error(at: p, expected: "the end of the line") }
    let missing = keys.required & ~seen
    if missing != 0 {
      let rule = LineTable.rules(of: type)[missing.trailingZeroBitCount]
      throw line.error(
        at: line.end, found: "a \(type.name) without '\(rule.key)'", expected: rule.summary)
    }
  }

  /// Reads keys and values in the order of the table and without white space, up to the first that
  /// stands otherwise, where the cursor is left.
  @inline(__always)
  private mutating func readWritten(
    _ p: inout UnsafePointer<UInt8>, _ line: Line, _ table: UnsafePointer<KeyTable.Key>,
    _ total: Int, _ expected: inout Int
  ) throws(WireError) {
    while expected < total {
      let key = table[expected]
      if key.text.isAt(p), !Scanner.isSpace(p[key.text.count]) {
        p += key.text.count
        try read(key, slots + expected, &p, line)
        seen |= 1 << UInt32(expected)
      } else if key.isRequired {
        return
      }
      expected += 1
    }
  }

  /// Moves behind the opening brace; `false` when the object is empty.
  private func open(_ p: inout UnsafePointer<UInt8>, _ line: Line) throws(WireError) -> Bool {
    Scanner.skipSpace(&p)
    guard p.pointee == UInt8(ascii: "{") else { throw line.error(at: p, expected: "'{'") }
    p += 1
    Scanner.skipSpace(&p)
    return p.pointee != UInt8(ascii: "}")
  }

  /// Moves to the next key; `false` at the closing brace.
  @inline(__always)
  private func separator(_ p: inout UnsafePointer<UInt8>, _ line: Line) throws(WireError) -> Bool {
    Scanner.skipSpace(&p)
    if p.pointee == UInt8(ascii: "}") { return false }
    guard p.pointee == UInt8(ascii: ",") else { throw line.error(at: p, expected: "',' or '}'") }
    p += 1
    Scanner.skipSpace(&p)
    if p.pointee == UInt8(ascii: "}") {
      throw line.error(at: p, found: "a trailing comma", expected: "a key behind it")
    }
    return true
  }

  /// The key and value of a known key at its place in the table; `p` is at the key.
  private mutating func value(
    of index: Int, _ key: KeyTable.Key, behind p: inout UnsafePointer<UInt8>, _ line: Line
  ) throws(WireError) {
    if has(index) { throw twice(at: p, line) }
    seen |= 1 << UInt32(index)
    p += key.count
    try Scanner.colon(&p, of: line)
    try read(key, slots + index, &p, line)
  }

  private func twice(at p: UnsafePointer<UInt8>, _ line: Line) -> WireError {
    line.error(at: p, found: "\(line.excerpt(at: p)) twice", expected: "each key once")
  }

  /// A key that is not the expected one; returns what is expected after it.
  private mutating func other(
    _ p: inout UnsafePointer<UInt8>, _ line: Line, _ type: LineType,
    _ table: UnsafePointer<KeyTable.Key>, _ count: Int, _ expected: Int,
    _ others: inout KeySet
  ) throws(WireError) -> Int {
    let start = p
    guard p.pointee == UInt8(ascii: "\"") else { throw line.error(at: p, expected: "a key") }
    let name = try Scanner.string(&p, of: line)
    let bytes = name.hasEscapes ? Array("\"\(name.text)\"".utf8) : []
    for index in 0..<count {
      let key = table[index]
      let isKey =
        name.hasEscapes
        ? bytes == Array(UnsafeBufferPointer(start: key.quoted, count: key.count))
        : key.count == name.count + 2 && isEqual(start, key.quoted, key.count)
      guard isKey else { continue }
      guard !has(index) else { throw twice(at: start, line) }
      seen |= 1 << UInt32(index)
      try Scanner.colon(&p, of: line)
      try read(key, slots + index, &p, line)
      return index + 1
    }
    if !others.insert(name) { throw twice(at: start, line) }
    try Scanner.colon(&p, of: line)
    let isNumber = p.pointee == UInt8(ascii: "-") || p.pointee &- 48 < 10
    if type == .bar, isNumber {
      let value = try Scanner.float(&p, of: line)
      let text = name.text
      if !text.hasPrefix("x_") { extras.append(MarketField(name: text, value: value)) }
    } else {
      try Scanner.skipValue(&p, of: line)
    }
    return expected
  }
}
