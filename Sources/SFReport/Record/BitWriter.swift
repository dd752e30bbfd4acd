/// Numbers as bits, the highest first, one behind the other, in memory that somebody else owns.
struct BitWriter {
  private let bytes: UnsafeMutableRawPointer
  private var count = 0
  private var open: UInt64 = 0
  private var filled: UInt64 = 0

  private init(_ bytes: UnsafeMutableRawPointer) { self.bytes = bytes }

  /// What is written into at most so many bits, as bytes of which the last ends with zeros.
  static func bytes(most bits: Int, _ write: (inout BitWriter) -> Void) -> [UInt8] {
    withUnsafeTemporaryAllocation(byteCount: bits / 8 + 8, alignment: 8) { buffer in
      var writer = BitWriter(buffer.baseAddress!)
      write(&writer)
      writer.finish()
      precondition(writer.count <= buffer.count, "no more bits than were said")
      return [UInt8](UnsafeRawBufferPointer(rebasing: buffer[..<writer.count]))
    }
  }

  /// The lowest `count` bits of a number, at most 32, above which it has none.
  @inline(__always)
  mutating func write(_ bits: UInt64, _ count: UInt64) {
    open = open << count | bits
    filled += count
    guard filled >= 32 else { return }
    filled -= 32
    let word = UInt32(truncatingIfNeeded: open >> filled)
    bytes.storeBytes(of: word.bigEndian, toByteOffset: self.count, as: UInt32.self)
    self.count += 4
  }

  private mutating func finish() {
    write(0, (8 - filled % 8) % 8)
    while filled > 0 {
      filled -= 8
      let byte = UInt8(truncatingIfNeeded: open >> filled)
      bytes.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
      count += 1
    }
  }
}

/// Reads what was written.
struct BitReader {
  private let bytes: UnsafeRawBufferPointer
  private var place = 0

  /// The bits of bytes.
  static func read<Value>(_ bytes: [UInt8], _ read: (inout BitReader) -> Value) -> Value {
    // Eight more, since words are read that reach beyond the end.
    withUnsafeTemporaryAllocation(byteCount: bytes.count + 8, alignment: 8) { buffer in
      buffer.copyBytes(from: bytes)
      for index in bytes.count..<buffer.count { buffer[index] = 0 }
      var reader = BitReader(bytes: UnsafeRawBufferPointer(buffer))
      return read(&reader)
    }
  }

  private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// At least 57 bits from here on, the next one highest.
  @inline(__always)
  private var word: UInt64 {
    let word = bytes.loadUnaligned(fromByteOffset: place >> 3, as: UInt64.self)
    return UInt64(bigEndian: word) << UInt64(place & 7)
  }

  /// The next `count` bits as a number, at most 64.
  @inline(__always)
  mutating func read(_ count: Int) -> UInt64 {
    guard count > 0 else { return 0 }
    guard count <= 32 else { return read(count - 32) << 32 | read(32) }
    defer { place += count }
    return word >> UInt64(64 - count)
  }

  /// How many ones come before the next zero, at most so many (below 57); the zero is read, too.
  @inline(__always)
  mutating func ones(most: Int) -> Int {
    let count = (~word).leadingZeroBitCount
    place += count >= most ? most : count + 1
    return min(count, most)
  }
}
