/// Bytes into values, as `MemoryWriter` wrote them.
struct MemoryReader {
  /// Bytes that nobody wrote.
  struct Damage: Error {
    /// Where, counted from 0.
    let place: Int
  }

  private let bytes: [UInt8]
  private var place = 0
  private var names: [String] = []

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value that the bytes are, all of them.
  static func value(of bytes: [UInt8]) throws(Damage) -> MemoryValue {
    var reader = MemoryReader(bytes)
    let value = try reader.value()
    guard reader.place == bytes.count else { throw reader.damage }
    return value
  }

  private var damage: Damage { Damage(place: place) }

  private mutating func value() throws(Damage) -> MemoryValue {
    guard let tag = MemoryWriter.Tag(rawValue: try byte()) else { throw damage }
    switch tag {
    case .null: return .null
    case .no: return .flag(false)
    case .yes: return .flag(true)
    case .integer:
      let number = try number()
      return .integer(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
    case .unsigned: return .unsigned(try number())
    case .double:
      let pattern = try take(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return .double(Double(bitPattern: pattern))
    case .text: return .text(try text())
    case .bytes: return .bytes(Array(try take(try length())))
    case .list:
      let list = MemoryList()
      for _ in 0..<(try length()) { list.values.append(try value()) }
      return .list(list)
    case .map:
      let map = MemoryMap()
      for _ in 0..<(try length()) {
        let name = try name()
        map.append(try value(), name)
      }
      return .map(map)
    }
  }

  private mutating func name() throws(Damage) -> String {
    let number = try number()
    if number == names.count { names.append(try text()) }
    guard number < names.count else { throw damage }
    return names[Int(number)]
  }

  private mutating func text() throws(Damage) -> String {
    guard let text = String(validating: try take(try length()), as: UTF8.self) else {
      throw damage
    }
    return text
  }

  /// A count of things, of which each takes a byte at least.
  private mutating func length() throws(Damage) -> Int {
    let number = try number()
    guard number <= bytes.count - place else { throw damage }
    return Int(number)
  }

  private mutating func number() throws(Damage) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      let byte = try byte()
      number |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return number }
    }
    throw damage
  }

  private mutating func byte() throws(Damage) -> UInt8 {
    guard place < bytes.count else { throw damage }
    place += 1
    return bytes[place - 1]
  }

  private mutating func take(_ count: Int) throws(Damage) -> ArraySlice<UInt8> {
    guard count <= bytes.count - place else { throw damage }
    place += count
    return bytes[place - count..<place]
  }
}
