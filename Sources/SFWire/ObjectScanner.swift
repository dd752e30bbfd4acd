import SFCore

/// Reads the object of one line against the table of its type.
///
/// Keys are expected in the order of the table, which is the order in which
/// tools write them; a key elsewhere costs a search, not an error. What was
/// read stands in one slot for each rule.
struct ObjectScanner: ~Copyable {
  /// The value of one key.
  struct Slot {
    /// An amount in units of 10⁻⁸, an integer, a timestamp, the place of a choice.
    var integer: Int64 = 0
    var double: Double = 0
    /// The content of a string; for values, stages and counts the whole text.
    var start: UnsafePointer<UInt8>
    var end: UnsafePointer<UInt8>
    var hasEscapes = false

    var string: JSONString { JSONString(start: start, end: end, hasEscapes: hasEscapes) }
    var text: String { string.text }
  }

  /// A rule of the table with its key where it can be compared without a retain.
  struct Key {
    /// `,"key":`, as our tools write it behind another value.
    var text: UnsafePointer<UInt8>
    var length: Int
    var form: Form
    var isRequired: Bool
    /// The places of its choices; empty for a rule without.
    var choices: Range<Int>

    /// The key with its quotes.
    var quoted: UnsafePointer<UInt8> { text + 1 }
    var count: Int { length - 2 }
  }

  /// What to read for a key: the kind of its rule without what has to be retained.
  enum Form: UInt8 {
    case amount, float, timestamp, text, symbol, integer, choice, values, stages, counts

    init(_ kind: FieldKind) {
      self =
        switch kind {
        case .amount: .amount
        case .float: .float
        case .timestamp: .timestamp
        case .type, .text, .interval: .text
        case .symbol: .symbol
        case .integer: .integer
        case .choice: .choice
        case .values: .values
        case .stages: .stages
        case .counts: .counts
        }
    }
  }

  /// The most keys that a type has.
  private static let most = 24

  private let slots: UnsafeMutablePointer<Slot>
  private let keys: UnsafeMutablePointer<Key>
  private let keyBytes: UnsafeMutablePointer<UInt8>
  private var firstKeys: [Int] = []
  private var keyCounts: [Int] = []
  private var required: [UInt32] = []
  /// The choices of all rules, with their quotes.
  private(set) var choices = TextTable()

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
    let tables = LineType.allCases.map(FieldTable.rules)
    let rules = tables.flatMap { $0 }
    let length = rules.map { $0.quoted.count + 2 }.reduce(0, +)
    keys = .allocate(capacity: rules.count)
    keyBytes = .allocate(capacity: length)
    var byte = keyBytes
    var key = keys
    for table in tables {
      precondition(table.count <= Self.most)
      firstKeys.append(key - keys)
      keyCounts.append(table.count)
      var mask: UInt32 = 0
      for (index, rule) in table.enumerated() {
        let text = [UInt8(ascii: ",")] + rule.quoted + [UInt8(ascii: ":")]
        for (offset, character) in text.enumerated() { byte[offset] = character }
        let firstChoice = choices.count
        for choice in rule.kind.choices { choices.append(choice.jsonQuoted.utf8) }
        key.initialize(
          to: Key(
            text: UnsafePointer(byte), length: text.count, form: Form(rule.kind),
            isRequired: rule.isRequired, choices: firstChoice..<choices.count))
        if rule.isRequired { mask |= 1 << UInt32(index) }
        byte += text.count
        key += 1
      }
      required.append(mask)
    }
    keyTotal = rules.count
    nothing = none
  }

  private let keyTotal: Int
  private let nothing: UnsafePointer<UInt8>

  deinit {
    keys.deinitialize(count: keyTotal)
    keys.deallocate()
    keyBytes.deallocate()
    slots.deallocate()
    lastTimestampText.deallocate()
    nothing.deallocate()
  }

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
    let table = keys + firstKeys[Int(type.rawValue)]
    let total = keyCounts[Int(type.rawValue)]
    seen = (1 << UInt32(count)) - 1
    if !extras.isEmpty { extras.removeAll(keepingCapacity: true) }
    var p = start ?? line.start
    var expected = count
    if start != nil {
      try readWritten(&p, line, table, total, &expected)
      let isAll = p.pointee == UInt8(ascii: "}") && p + 1 == line.end
      if isAll, required[Int(type.rawValue)] & ~seen == 0 { return }
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
    let missing = required[Int(type.rawValue)] & ~seen
    if missing != 0 {
      let rule = FieldTable.rules(of: type)[missing.trailingZeroBitCount]
      throw line.error(
        at: line.end, found: "a \(type.name) without '\(rule.key)'", expected: rule.summary)
    }
  }

  /// Reads keys and values in the order of the table and without white space, up to the first that
  /// stands otherwise, where the cursor is left.
  @inline(__always)
  private mutating func readWritten(
    _ p: inout UnsafePointer<UInt8>, _ line: Line, _ table: UnsafeMutablePointer<Key>,
    _ total: Int, _ expected: inout Int
  ) throws(WireError) {
    while expected < total {
      let key = table[expected]
      if isEqual(p, key.text, key.length), !Scanner.isSpace(p[key.length]) {
        p += key.length
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
    of index: Int, _ key: Key, behind p: inout UnsafePointer<UInt8>, _ line: Line
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
    _ table: UnsafeMutablePointer<Key>, _ count: Int, _ expected: Int,
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
