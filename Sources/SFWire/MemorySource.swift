/// Bytes from memory, handed out in pieces of a size.
public final class MemorySource: ByteSource {
  public let name: String
  private let bytes: [UInt8]
  private let piece: Int
  private var position = 0

  public convenience init(_ text: String, name: String = "-", piece: Int = .max) {
    self.init(Array(text.utf8), name: name, piece: piece)
  }

  public init(_ bytes: [UInt8], name: String = "-", piece: Int = .max) {
    self.bytes = bytes
    self.name = name
    self.piece = piece
  }

  public var isReady: Bool { true }

  public func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, piece, bytes.count - position)
    bytes.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
    }
    position += count
    return count
  }
}
