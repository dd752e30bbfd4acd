/// Texts that are compared with what stands in a line: names of columns, starts of lines.
///
/// They stand one behind the other in memory of their own, so that to compare one is to compare
/// bytes: no array is retained and no index is checked but the text's own.
public struct TextTable: ~Copyable {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 256
  private var ends: UnsafeMutablePointer<Int>
  private var room = 16
  public private(set) var count = 0

  public init() {
    bytes = .allocate(capacity: capacity)
    ends = .allocate(capacity: room + 1)
    ends[0] = 0
  }

  deinit {
    bytes.deallocate()
    ends.deallocate()
  }

  public mutating func append(_ text: some Collection<UInt8>) {
    let end = ends[count] + text.count
    if end > capacity {
      capacity = max(capacity * 2, end)
      bytes = Self.moved(bytes, ends[count], to: capacity)
    }
    if count == room {
      room *= 2
      ends = Self.moved(ends, count + 1, to: room + 1)
    }
    for (offset, byte) in text.enumerated() { bytes[ends[count] + offset] = byte }
    count += 1
    ends[count] = end
  }

  private static func moved<Element>(
    _ old: UnsafeMutablePointer<Element>, _ count: Int, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    new.update(from: old, count: count)
    old.deallocate()
    return new
  }

  /// The text at `index`, which must be less than `count`; valid until another is appended.
  @inline(__always)
  subscript(index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bytes + ends[index], count: ends[index + 1] - ends[index])
  }

  func text(of index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

  /// The length of the text at `index`, which must be less than `count`.
  @inline(__always)
  public func length(of index: Int) -> Int { ends[index + 1] - ends[index] }

  /// Whether the text at `index`, without its first `skipped` bytes, stands at `p`, behind which
  /// there is room as behind a line.
  @inline(__always)
  public func isText(_ index: Int, from skipped: Int = 0, at p: UnsafePointer<UInt8>) -> Bool {
    let start = ends[index] + skipped
    return isEqual(p, bytes + start, ends[index + 1] - start)
  }
}
