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
    var text = text
    let isPlain = text.withUTF8 { bytes in
      let mustEscape = bytes.contains {
        $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
      }
      if mustEscape { return false }
      append(byte: UInt8(ascii: "\""))
      append(UnsafeRawBufferPointer(bytes))
      append(byte: UInt8(ascii: "\""))
      return true
    }
    if !isPlain { append(text.jsonQuoted) }
  }

  /// Forgets the first `length` bytes.
  public mutating func removeFirst(_ length: Int) {
    if length < count { memmove(start, start + length, count - length) }
    count -= length
  }
}
