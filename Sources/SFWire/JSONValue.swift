import SFCore

/// A value of JSON as a tree: for headers and configuration, never for the lines of a step.
public indirect enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// The text of the number, as it stands.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  public struct Member: Equatable, Sendable {
    public let key: String
    public let value: JSONValue

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value of a key; `nil` unless this is an object that has it.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  public var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  public var array: [JSONValue]? {
    if case .array(let values) = self { return values }
    return nil
  }

  public var members: [Member]? {
    if case .object(let members) = self { return members }
    return nil
  }

  public var integer: Int? {
    if case .number(let text) = self { return Int(text) }
    return nil
  }

  /// Reads the value that a whole line is.
  public init(_ line: Line) throws(WireError) {
    var p = line.start
    Scanner.skipSpace(&p)
    self = try Self.checked(&p, line)
    Scanner.skipSpace(&p)
    guard p >= line.end else { throw line.error(at: p, expected: "the end of the line") }
  }

  /// Reads the value at a place in a line.
  init(at start: UnsafePointer<UInt8>, of line: Line) throws(WireError) {
    var p = start
    self = try Self.checked(&p, line)
  }

  /// Reads a value and moves behind it.
  private static func checked(
    _ p: inout UnsafePointer<UInt8>, _ line: Line
  ) throws(WireError) -> JSONValue {
    var check = p
    try Scanner.skipValue(&check, of: line)
    return try read(&p, line)
  }

  /// Reads a value whose grammar has been checked.
  private static func read(
    _ p: inout UnsafePointer<UInt8>, _ line: Line
  ) throws(WireError) -> JSONValue {
    switch p.pointee {
    case UInt8(ascii: "\""):
      return .string(try Scanner.string(&p, of: line).text)
    case UInt8(ascii: "{"):
      var members: [Member] = []
      try elements(&p, line) { p throws(WireError) in
        let key = try Scanner.string(&p, of: line).text
        try Scanner.colon(&p, of: line)
        members.append(Member(key: key, value: try read(&p, line)))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var values: [JSONValue] = []
      try elements(&p, line) { p throws(WireError) in values.append(try read(&p, line)) }
      return .array(values)
    default:
      if Scanner.accepts("true", &p) { return .bool(true) }
      if Scanner.accepts("false", &p) { return .bool(false) }
      if Scanner.accepts("null", &p) { return .null }
      let start = p
      _ = try Scanner.number(&p, of: line)
      return .number(
        String(decoding: UnsafeBufferPointer(start: start, count: p - start), as: UTF8.self))
    }
  }

  private static func elements(
    _ p: inout UnsafePointer<UInt8>, _ line: Line,
    _ element: (inout UnsafePointer<UInt8>) throws(WireError) -> Void
  ) throws(WireError) {
    p += 1
    Scanner.skipSpace(&p)
    while p.pointee != UInt8(ascii: "}"), p.pointee != UInt8(ascii: "]") {
      try element(&p)
      Scanner.skipSpace(&p)
      if p.pointee == UInt8(ascii: ",") { p += 1 }
      Scanner.skipSpace(&p)
    }
    p += 1
  }

  /// The shortest text, keys in their order.
  public var text: String {
    var buffer = ByteBuffer(capacity: 256)
    buffer.append(json: self)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }
}

extension ByteBuffer {
  public mutating func append(json value: JSONValue) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .number(let text): append(text)
    case .string(let text): append(quoted: text)
    case .array(let values):
      append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { append(",") }
        append(json: value)
      }
      append("]")
    case .object(let members):
      append("{")
      for (index, member) in members.enumerated() {
        if index > 0 { append(",") }
        append(quoted: member.key)
        append(":")
        append(json: member.value)
      }
      append("}")
    }
  }
}
