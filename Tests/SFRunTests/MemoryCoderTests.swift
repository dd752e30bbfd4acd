import SFRun
import SFTestSupport
import Testing

/// What is taken apart comes together again, to the bit.
@Suite struct MemoryCoderTests {
  private struct Everything: Codable, Equatable {
    var flag = true
    var small: Int8 = -128
    var large: UInt64 = .max
    var least: Int64 = .min
    var ratio: Float = 0.1
    var text = "é\n\0"
    var bytes: [UInt8] = [0, 255, 10]
    var missing: Int?
    var given: Int? = 0
    var list: [[String]] = [[], ["a", ""]]
    var byName: [String: Double] = ["b": 1, "a": 2, "": 3]
    var byNumber: [Int: String] = [7: "seven"]
    var choice = Choice.of(price: -1.5, name: nil)
  }

  private enum Choice: Codable, Equatable {
    case none
    case of(price: Double, name: String?)
  }

  private func again<Value: Codable>(_ value: Value) throws -> Value {
    try MemoryDecoder.value(Value.self, of: MemoryEncoder.bytes(of: value))
  }

  @Test func `values of all kinds come back`() throws {
    #expect(try again(Everything()) == Everything())
    #expect(try again(Choice.none) == .none)
    #expect(try again([Int?]([1, nil, 3])) == [1, nil, 3])
  }

  @Test func `numbers come back with every bit`() throws {
    let numbers = [
      0, -0.0, .nan, -.nan, .signalingNaN, .infinity, -.infinity, .leastNonzeroMagnitude, 0.1,
      Double(bitPattern: 0x7ff8_0000_dead_beef),
    ]
    #expect(try again(numbers).map(\.bitPattern) == numbers.map(\.bitPattern))
    for number in numbers { #expect(try again(number).bitPattern == number.bitPattern) }
    for shift in 0..<64 {
      for number in [Int64(1) << shift, 0 &- (1 << shift), (1 << shift) &- 1] {
        #expect(try again(number) == number)
        #expect(try again(UInt64(bitPattern: number)) == UInt64(bitPattern: number))
      }
    }
  }

  /// A dictionary has another order in every process, and after each insertion.
  @Test func `equal values have the same bytes`() throws {
    let names = (0..<100).map { "name \($0)" }
    let up = Dictionary(uniqueKeysWithValues: names.map { ($0, 1) })
    var down: [String: Int] = [:]
    for name in names.reversed() { down[name] = 1 }
    #expect(try MemoryEncoder.bytes(of: up) == MemoryEncoder.bytes(of: down))
    #expect(try again(up) == up)
  }

  private class Base: Codable { var base = 1 }

  private final class Derived: Base {
    var own = [2.5]

    private enum Key: String, CodingKey { case own, parts }

    override init() { super.init() }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      var parts = try container.nestedUnkeyedContainer(forKey: .parts)
      own = [try parts.decode(Double.self), try Double(from: parts.superDecoder())]
      #expect(parts.isAtEnd && parts.count == 2)
      try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      var parts = container.nestedUnkeyedContainer(forKey: .parts)
      try super.encode(to: container.superEncoder())
      try parts.encode(own[0])
      try (own[0] * 2).encode(to: parts.superEncoder())
    }
  }

  @Test func `parts may be filled in any order`() throws {
    let value = Derived()
    value.base = 7
    let copy = try again(value)
    #expect(copy.base == 7 && copy.own == [2.5, 5])
  }

  @Test func `another type is an error`() throws {
    let bytes = try MemoryEncoder.bytes(of: ["a": -1])
    #expect(throws: DecodingError.self) { try MemoryDecoder.value([String].self, of: bytes) }
    #expect(throws: DecodingError.self) { try MemoryDecoder.value([String: UInt].self, of: bytes) }
    #expect(throws: DecodingError.self) { try MemoryDecoder.value(Everything.self, of: bytes) }
  }

  /// Bytes that were cut or changed are an error or another value, and never the end of the process.
  @Test func `damaged bytes are read to no harm`() throws {
    let bytes = try MemoryEncoder.bytes(of: Everything())
    for length in bytes.indices {
      #expect(throws: (any Error).self, "\(length) bytes") {
        try MemoryDecoder.value(Everything.self, of: Array(bytes[..<length]))
      }
    }
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      var changed = bytes
      for _ in 0...Int(generator.next() % 3) {
        changed[Int(generator.next() % UInt64(bytes.count))] = UInt8(
          truncatingIfNeeded: generator.next())
      }
      _ = try? MemoryDecoder.value(Everything.self, of: changed)
    }
  }
}
