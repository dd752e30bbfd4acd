/// Takes a value apart, so that it can be saved.
///
/// Not JSON, since a row of numbers may lack some (NaN), and since none of our tools links the
/// whole of Foundation.
public final class MemoryEncoder: Encoder {
  private(set) var value = MemoryValue.null

  public var codingPath: [any CodingKey] { [] }
  public var userInfo: [CodingUserInfoKey: Any] { [:] }

  init() {}

  /// The bytes of a value; the same for equal values, in every process.
  ///
  /// A set, or a dictionary whose keys are no texts, has no order: it must bring one itself.
  public static func bytes(of value: some Encodable) throws -> [UInt8] {
    var writer = MemoryWriter()
    writer.write(try encoded(value))
    return writer.bytes
  }

  fileprivate static func encoded<Value: Encodable>(_ value: Value) throws -> MemoryValue {
    // Most of what is remembered are numbers: they need no encoder of their own. Bytes would be many
    // values, one by one.
    if Value.self == Double.self, let number = value as? Double { return .double(number) }
    if Value.self == [UInt8].self, let bytes = value as? [UInt8] { return .bytes(bytes) }
    let encoder = MemoryEncoder()
    try value.encode(to: encoder)
    return encoder.value
  }

  public func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(MapEncoding<Key>(map))
  }

  public func unkeyedContainer() -> any UnkeyedEncodingContainer { ListEncoding(list) }

  public func singleValueContainer() -> any SingleValueEncodingContainer { self }

  /// Asked for again, it is the one that was begun.
  private var map: MemoryMap {
    if case .map(let map) = value { return map }
    let map = MemoryMap()
    value = .map(map)
    return map
  }

  private var list: MemoryList {
    if case .list(let list) = value { return list }
    let list = MemoryList()
    value = .list(list)
    return list
  }
}

extension MemoryEncoder: SingleValueEncodingContainer {
  public func encodeNil() { value = .null }
  public func encode(_ value: Bool) { self.value = .flag(value) }
  public func encode(_ value: String) { self.value = .text(value) }
  public func encode(_ value: Double) { self.value = .double(value) }
  public func encode(_ value: Float) { self.value = .double(Double(value)) }
  public func encode(_ value: Int) { self.value = .integer(Int64(value)) }
  public func encode(_ value: Int8) { self.value = .integer(Int64(value)) }
  public func encode(_ value: Int16) { self.value = .integer(Int64(value)) }
  public func encode(_ value: Int32) { self.value = .integer(Int64(value)) }
  public func encode(_ value: Int64) { self.value = .integer(value) }
  public func encode(_ value: UInt) { self.value = .unsigned(UInt64(value)) }
  public func encode(_ value: UInt8) { self.value = .integer(Int64(value)) }
  public func encode(_ value: UInt16) { self.value = .integer(Int64(value)) }
  public func encode(_ value: UInt32) { self.value = .integer(Int64(value)) }
  public func encode(_ value: UInt64) { self.value = .unsigned(value) }
  public func encode<T: Encodable>(_ value: T) throws { self.value = try Self.encoded(value) }
}

/// Values by name.
private struct MapEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let map: MemoryMap
  var codingPath: [any CodingKey] { [] }

  init(_ map: MemoryMap) { self.map = map }

  func encodeNil(forKey key: Key) { map.append(.null, key.stringValue) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    map.append(try MemoryEncoder.encoded(value), key.stringValue)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    let nested = MemoryMap()
    map.append(.map(nested), key.stringValue)
    return KeyedEncodingContainer(MapEncoding<Nested>(nested))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    let nested = MemoryList()
    map.append(.list(nested), key.stringValue)
    return ListEncoding(nested)
  }

  func superEncoder() -> any Encoder { later("super") }
  func superEncoder(forKey key: Key) -> any Encoder { later(key.stringValue) }

  private func later(_ name: String) -> MemoryEncoder {
    let encoder = MemoryEncoder()
    map.append(.later(encoder), name)
    return encoder
  }
}

/// Values in their order.
private struct ListEncoding: UnkeyedEncodingContainer {
  let list: MemoryList
  var codingPath: [any CodingKey] { [] }
  var count: Int { list.values.count }

  init(_ list: MemoryList) { self.list = list }

  func encodeNil() { list.values.append(.null) }

  func encode<T: Encodable>(_ value: T) throws {
    list.values.append(try MemoryEncoder.encoded(value))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    let nested = MemoryMap()
    list.values.append(.map(nested))
    return KeyedEncodingContainer(MapEncoding<Nested>(nested))
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    let nested = MemoryList()
    list.values.append(.list(nested))
    return ListEncoding(nested)
  }

  func superEncoder() -> any Encoder {
    let encoder = MemoryEncoder()
    list.values.append(.later(encoder))
    return encoder
  }
}
