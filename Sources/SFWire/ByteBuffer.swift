import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bytes to be written: grows, is emptied from the front, and knows the texts of values.
public struct ByteBuffer: ~Copyable {
  public private(set) var count = 0
  @usableFromInline var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int

  public init(capacity: Int = 1 << 17) {
    self.capacity = capacity
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// A place for at least `room` more bytes.
  @inline(__always)
  mutating func reserve(_ room: Int) -> UnsafeMutablePointer<UInt8> {
    if capacity - count < room { grow(room) }
    return start + count
  }

  private mutating func grow(_ room: Int) {
    capacity = max(capacity * 2, count + room)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
  }

  @inline(__always)
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    memcpy(reserve(bytes.count), base, bytes.count)
    count += bytes.count
  }

  @inline(__always)
  public mutating func append(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    memcpy(reserve(length), text.utf8Start, length)
    count += length
  }

  @inline(__always)
  public mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  /// Copies the whole cell, in two moves.
  @inline(__always)
  mutating func append(_ text: KeyTable.Text) {
    let room = UnsafeMutableRawPointer(reserve(KeyTable.Text.cell))
    room.copyMemory(from: text.start, byteCount: KeyTable.Text.cell)
    count += text.count
  }

  /// Literals are static strings: they are copied without a look at how a string is stored.
  @_disfavoredOverload
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  @inline(__always)
  public mutating func append(byte: UInt8) {
    reserve(1).pointee = byte
    count += 1
  }

  /// The text of an amount with up to eight decimals.
  @inline(__always)
  public mutating func append(amount: some FixedPoint) {
    let p = reserve(AmountText.room)
    count += AmountText.write(amount.units, to: p)
  }

  /// The shortest text that reads back; `null` when the value is not finite.
  public mutating func append(double value: Double) {
    guard value.isFinite else {
      append("null")
      return
    }
    let p = reserve(DoubleText.room)
    count += DoubleText.write(value, to: p)
  }

  public mutating func append(integer value: Int) {
    if value < 0 { append(byte: UInt8(ascii: "-")) }
    let p = reserve(AmountText.room)
    count += DigitText.write(UInt64(value.magnitude), to: p)
  }

  public mutating func append(timestamp: Timestamp) {
    let p = reserve(TimestampText.length)
    TimestampText.write(timestamp, to: p)
    count += TimestampText.length
  }

  /// A string with its quotes, escaped as JSON asks and no further.
  public mutating func append(quoted text: String) {
    let isPlain = text.utf8.withContiguousStorageIfAvailable { appendPlain($0) }
    if isPlain != true { append(text.jsonQuoted) }
  }

  /// A text that stands in a JSON string as it is, with quotes; `false`, and nothing, for others.
  ///
  /// It is copied first, with a word of spaces behind it, and then looked at by words.
  @inline(__always)
  private mutating func appendPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let length = text.count
    let p = UnsafeMutableRawPointer(reserve(length &+ 2 &+ PlainText.wordSize))
    if let base = text.baseAddress { memcpy(p + 1, base, length) }
    (p + 1 + length).storeBytes(of: PlainText.spaces, as: UInt64.self)
    guard PlainText.isPlain(p + 1, length) else { return false }
    p.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
    (p + 1 + length).storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
    count &+= length &+ 2
    return true
  }

  /// Forgets the first `length` bytes.
  public mutating func removeFirst(_ length: Int) {
    if length < count { memmove(start, start + length, count - length) }
    count -= length
  }
}

/// Text that stands in a JSON string as it is, looked at eight bytes at a time.
private enum PlainText {
  static let wordSize = MemoryLayout<UInt64>.size
  static let spaces = each(0x20)
  private static let highBits = each(0x80)

  private static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Whether no byte must be escaped: no control, quote or backslash. What stands behind the text up
  /// to the next word is looked at, too.
  @inline(__always)
  static func isPlain(_ start: UnsafeRawPointer, _ length: Int) -> Bool {
    var found: UInt64 = 0
    var offset = 0
    while offset < length {
      let word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let controls = (word &- each(0x20)) & ~word
      found |= controls | zeros(word ^ each(0x22)) | zeros(word ^ each(0x5C))
      offset &+= wordSize
    }
    return found & highBits == 0
  }

  /// Has high bits only where a byte is zero, or behind one that is.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- each(0x01)) & ~word }
}
