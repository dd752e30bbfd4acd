/// Puts a value together again from what `MemoryEncoder` made of it.
public final class MemoryDecoder: Decoder {
  private let value: MemoryValue

  public var codingPath: [any CodingKey] { [] }
  public var userInfo: [CodingUserInfoKey: Any] { [:] }

  fileprivate init(_ value: MemoryValue) { self.value = value }

  /// The value whose bytes these are.
  public static func value<Value: Decodable>(_ type: Value.Type, of bytes: [UInt8]) throws -> Value
  {
    try decoded(type, try MemoryReader.value(of: bytes))
  }

  fileprivate static func decoded<Value: Decodable>(
    _ type: Value.Type, _ value: MemoryValue
  ) throws -> Value {
    if type == Double.self, case .double(let number) = value, let number = number as? Value {
      return number
    }
    if type == [UInt8].self, case .bytes(let bytes) = value, let bytes = bytes as? Value {
      return bytes
    }
    return try Value(from: MemoryDecoder(value))
  }

  public func container<Key: CodingKey>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(MapDecoding<Key>(try Self.map(value)))
  }

  public func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    ListDecoding(try Self.list(value))
  }

  public func singleValueContainer() -> any SingleValueDecodingContainer { self }

  fileprivate static func map(_ value: MemoryValue) throws -> MemoryMap {
    guard case .map(let map) = value else { throw mismatch(MemoryMap.self, "values by name") }
    return map
  }

  fileprivate static func list(_ value: MemoryValue) throws -> MemoryList {
    guard case .list(let list) = value else { throw mismatch(MemoryList.self, "a list") }
    return list
  }

  fileprivate static func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    .typeMismatch(type, .init(codingPath: [], debugDescription: "expected \(expected)"))
  }
}

extension MemoryDecoder: SingleValueDecodingContainer {
  public func decodeNil() -> Bool {
    if case .null = value { return true }
    return false
  }

  public func decode(_ type: Bool.Type) throws -> Bool {
    guard case .flag(let flag) = value else { throw Self.mismatch(type, "a flag") }
    return flag
  }

  public func decode(_ type: String.Type) throws -> String {
    guard case .text(let text) = value else { throw Self.mismatch(type, "a text") }
    return text
  }

  public func decode(_ type: Double.Type) throws -> Double {
    guard case .double(let number) = value else { throw Self.mismatch(type, "a number") }
    return number
  }

  public func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  public func decode(_ type: Int.Type) throws -> Int { try integer() }
  public func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
  public func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
  public func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
  public func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
  public func decode(_ type: UInt.Type) throws -> UInt { try integer() }
  public func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
  public func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
  public func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
  public func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

  public func decode<T: Decodable>(_ type: T.Type) throws -> T { try Self.decoded(type, value) }

  private func integer<Number: FixedWidthInteger>() throws -> Number {
    let number: Number? =
      switch value {
      case .integer(let number): Number(exactly: number)
      case .unsigned(let number): Number(exactly: number)
      default: nil
      }
    guard let number else { throw Self.mismatch(Number.self, "a whole number that fits") }
    return number
  }
}

/// Values by name.
private struct MapDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let map: MemoryMap
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { map.names.compactMap { Key(stringValue: $0) } }

  init(_ map: MemoryMap) { self.map = map }

  func contains(_ key: Key) -> Bool { map[key.stringValue] != nil }

  func decodeNil(forKey key: Key) throws -> Bool {
    if case .null = try value(key) { return true }
    return false
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try MemoryDecoder.decoded(type, try value(key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(MapDecoding<Nested>(try MemoryDecoder.map(try value(key))))
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    ListDecoding(try MemoryDecoder.list(try value(key)))
  }

  func superDecoder() throws -> any Decoder { MemoryDecoder(map["super"] ?? .null) }

  func superDecoder(forKey key: Key) throws -> any Decoder { MemoryDecoder(try value(key)) }

  private func value(_ key: Key) throws -> MemoryValue {
    guard let value = map[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: [], debugDescription: "'\(key.stringValue)' is missing"))
    }
    return value
  }
}

/// Values in their order.
private struct ListDecoding: UnkeyedDecodingContainer {
  let list: MemoryList
  private(set) var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { list.values.count }
  var isAtEnd: Bool { currentIndex >= list.values.count }

  init(_ list: MemoryList) { self.list = list }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, case .null = list.values[currentIndex] else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try MemoryDecoder.decoded(type, try next())
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(MapDecoding<Nested>(try MemoryDecoder.map(try next())))
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    ListDecoding(try MemoryDecoder.list(try next()))
  }

  mutating func superDecoder() throws -> any Decoder { MemoryDecoder(try next()) }

  private mutating func next() throws -> MemoryValue {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        MemoryValue.self, .init(codingPath: [], debugDescription: "the list ends too early"))
    }
    currentIndex += 1
    return list.values[currentIndex - 1]
  }
}
