import SFCore

/// The keys of all types, laid out to be compared and copied without a retain or a check.
///
/// Made once; its memory lives as long as the program, which is why it may be shared.
struct KeyTable: @unchecked Sendable {
  static let shared = KeyTable()

  /// A text in a cell of its own, all of which can be read.
  struct Text {
    /// The length of a cell, beyond which no key, choice or start of a line goes.
    static let cell = 32

    var start: UnsafePointer<UInt8>
    var count: Int

    func isAt(_ p: UnsafePointer<UInt8>) -> Bool { isEqual(p, start, count) }
  }

  /// A rule of a type.
  struct Key {
    /// `,"key":`, as our tools write it behind another value.
    var text: Text
    var form: Form
    var isRequired: Bool
    /// The choices that it allows, with their quotes; none for a rule without.
    var choices: UnsafeBufferPointer<Text>

    /// The key with its quotes.
    var quoted: UnsafePointer<UInt8> { text.start + 1 }
    var count: Int { text.count - 2 }
  }

  /// What to read for a key: the kind of its rule without what has to be retained.
  enum Form: UInt8 {
    case amount, float, timestamp, text, symbol, integer, integerOrNull, choice, values, object,
      array

    init(_ rule: FieldRule) {
      self =
        switch rule.kind {
        case .amount: .amount
        case .float, .fraction: .float
        case .timestamp: .timestamp
        case .type, .text, .interval: .text
        case .symbol: .symbol
        case .integer: rule.mayBeNull ? .integerOrNull : .integer
        case .choice: .choice
        case .values: .values
        case .amounts, .assets, .counts: .object
        case .stages: .array
        }
    }
  }

  /// The keys of a type.
  struct Keys {
    /// `{"type":"name`, as our tools begin a line.
    var start: Text
    var first: UnsafePointer<Key>
    var count: Int
    /// One bit for each rule that a line must have.
    var required: UInt32
    /// Whether symbol and interval follow `ts`, and name a series.
    var isOfSeries: Bool
  }

  private let types: UnsafePointer<Keys>

  subscript(type: LineType) -> Keys {
    @inline(__always) _read { yield types[Int(type.rawValue)] }
  }

  private init() {
    let types = UnsafeMutablePointer<Keys>.allocate(capacity: LineType.allCases.count)
    for type in LineType.allCases {
      let rules = LineTable.rules(of: type)
      precondition(rules.count <= ObjectScanner.most)
      let keys = UnsafeMutablePointer<Key>.allocate(capacity: rules.count)
      for (index, rule) in rules.enumerated() { (keys + index).initialize(to: Self.key(rule)) }
      let required = rules.indices.filter { rules[$0].isRequired }
      let isOfSeries = rules.count > 4 && rules[2].kind == .symbol && rules[3].kind == .interval
      (types + Int(type.rawValue)).initialize(
        to: Keys(
          start: Self.text("{\"type\":\"" + type.name), first: keys, count: rules.count,
          required: required.reduce(0) { $0 | 1 << UInt32($1) },
          isOfSeries: isOfSeries))
    }
    self.types = UnsafePointer(types)
  }

  private static func key(_ rule: FieldRule) -> Key {
    let choices = UnsafeMutableBufferPointer<Text>.allocate(capacity: rule.kind.choices.count)
    for (index, choice) in rule.kind.choices.enumerated() {
      choices.initializeElement(at: index, to: text(choice.jsonQuoted))
    }
    return Key(
      text: text(",\"\(rule.key)\":"), form: Form(rule), isRequired: rule.isRequired,
      choices: UnsafeBufferPointer(choices))
  }

  private static func text(_ text: String) -> Text {
    let bytes = Array(text.utf8)
    precondition(bytes.count <= Text.cell, "longer than a cell: \(text)")
    let cell = UnsafeMutablePointer<UInt8>.allocate(capacity: Text.cell)
    cell.initialize(repeating: 0, count: Text.cell)
    for (index, byte) in bytes.enumerated() { cell[index] = byte }
    return Text(start: UnsafePointer(cell), count: bytes.count)
  }
}
