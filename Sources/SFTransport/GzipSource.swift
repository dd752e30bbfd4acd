import CZlib
import SFCore
import SFWire

/// Unpacks gzip, also of several members one after another.
public final class GzipSource: ByteSource {
  public var name: String { packed.name }
  public var isReady: Bool { stream.avail_in > 0 || packed.isReady }
  public var isStopped: Bool { packed.isStopped }

  private let packed: any ByteSource
  private var stream = z_stream()
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var isInMember = false

  public init(_ packed: any ByteSource) throws(TransportError) {
    self.packed = packed
    // 15 window bits, + 16: the gzip format and no other.
    let status = inflateInit2_(
      &stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw TransportError(.bug, "zlib does not start (\(status))") }
  }

  deinit {
    inflateEnd(&stream)
    input.deallocate()
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let size = min(buffer.count, 1 << 18)
    stream.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
    stream.avail_out = UInt32(size)
    while stream.avail_out == UInt32(size) {
      if stream.avail_in == 0 {
        let count = try packed.read(into: input)
        if count == 0 {
          guard !isInMember || isStopped else {
            throw TransportError(.badData, "'\(name)' ends in the middle of its gzip data")
          }
          return 0
        }
        stream.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.avail_in = UInt32(count)
      }
      isInMember = true
      let status = inflate(&stream, Z_NO_FLUSH)
      if status == Z_STREAM_END {
        isInMember = false
        inflateReset(&stream)
      } else if status != Z_OK, status != Z_BUF_ERROR {
        let reason = stream.msg.map { String(cString: $0) } ?? "error \(status)"
        throw TransportError(.badData, "'\(name)' is not valid gzip: \(reason)")
      }
    }
    return size - Int(stream.avail_out)
  }
}
