import CZlib
import SFWire

/// A file of a zip archive, unpacked as it is read; its size and CRC-32 are checked at its end.
final class ZipMemberSource: ByteSource {
  let name: String
  var isReady: Bool { true }

  private let bytes: [UInt8]
  private var rest: Range<Int>
  private let isDeflated: Bool
  private let size: Int
  private let checksum: UInt32
  private var stream = z_stream()
  private var read = 0
  private var sum: UInt
  private var isAtEnd = false

  init(
    _ bytes: [UInt8], _ range: Range<Int>, isDeflated: Bool, size: Int, checksum: UInt32,
    name: String
  ) throws(TransportError) {
    self.bytes = bytes
    rest = range
    self.isDeflated = isDeflated
    self.size = size
    self.checksum = checksum
    self.name = name
    sum = crc32(0, nil, 0)
    // Minus 15: 15 window bits and neither header nor trailer.
    let status = inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw TransportError(.bug, "zlib does not start (\(status))") }
  }

  deinit { inflateEnd(&stream) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !isAtEnd else { return 0 }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(1 << 18))
    let count = isDeflated ? try inflated(into: room) : stored(into: room)
    sum = crc32(sum, room.bindMemory(to: UInt8.self).baseAddress, UInt32(count))
    read += count
    if count == 0 { try checkEnd() }
    return count
  }

  private func stored(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, rest.count)
    buffer.copyBytes(from: bytes[rest.prefix(count)])
    rest = rest.dropFirst(count)
    return count
  }

  private func inflated(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let status = bytes.withUnsafeBytes { all -> Int32 in
      // The library takes what it does not change without saying so.
      let start = all.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + rest.lowerBound) }
      stream.next_in = start?.assumingMemoryBound(to: UInt8.self)
      stream.avail_in = UInt32(rest.count)
      stream.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
      stream.avail_out = UInt32(buffer.count)
      return inflate(&stream, Z_NO_FLUSH)
    }
    rest = rest.dropFirst(rest.count - Int(stream.avail_in))
    let count = buffer.count - Int(stream.avail_out)
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR && count > 0 else {
      let reason = stream.msg.map { String(cString: $0) } ?? "it ends in the middle"
      throw ZipArchive.error(name, reason)
    }
    return count
  }

  private func checkEnd() throws {
    isAtEnd = true
    guard read == size else {
      throw ZipArchive.error(name, "found \(read) bytes in it, expected \(size)")
    }
    guard sum == UInt(checksum) else {
      throw ZipArchive.error(name, "its CRC-32 is another than its directory says")
    }
  }
}
