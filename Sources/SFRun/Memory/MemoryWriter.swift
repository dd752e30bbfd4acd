/// Values into bytes: a tag, then what the tag says follows.
///
/// Whole numbers take as many bytes as they need, seven bits in each; names are written where they
/// come first and then go by their number. Maps are written by name, since those that are made of
/// a dictionary come in another order in every process.
struct MemoryWriter {
  enum Tag: UInt8 {
    case null, no, yes, integer, unsigned, double, text, bytes, list, map
  }

  private(set) var bytes: [UInt8] = []
  private var numbers: [String: UInt64] = [:]

  mutating func write(_ value: MemoryValue) {
    switch value {
    case .null: put(.null)
    case .flag(let flag): put(flag ? .yes : .no)
    case .integer(let number):
      put(.integer)
      // The sign comes last, so that small negative numbers are short.
      write(UInt64(bitPattern: number << 1 ^ number >> 63))
    case .unsigned(let number):
      put(.unsigned)
      write(number)
    case .double(let number):
      put(.double)
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    case .text(let text):
      put(.text)
      write(text)
    case .bytes(let content):
      put(.bytes)
      write(UInt64(content.count))
      bytes.append(contentsOf: content)
    case .list(let list):
      put(.list)
      write(UInt64(list.values.count))
      for value in list.values { write(value) }
    case .map(let map): write(map)
    case .later(let encoder): write(encoder.value)
    }
  }

  private mutating func write(_ map: MemoryMap) {
    put(.map)
    write(UInt64(map.names.count))
    for place in map.names.indices.sorted(by: { map.names[$0] < map.names[$1] }) {
      write(name: map.names[place])
      write(map.values[place])
    }
  }

  private mutating func write(name: String) {
    if let number = numbers[name] {
      write(number)
    } else {
      write(UInt64(numbers.count))
      numbers[name] = UInt64(numbers.count)
      write(name)
    }
  }

  private mutating func put(_ tag: Tag) { bytes.append(tag.rawValue) }

  private mutating func write(_ text: String) {
    write(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func write(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
