import SFWire

/// Hands out bytes that were read ahead, then those of the source.
package final class ReturnedSource: ByteSource {
  private let source: any ByteSource
  private var returned: ArraySlice<UInt8>

  package init(_ source: any ByteSource, _ returned: [UInt8]) {
    self.source = source
    self.returned = returned[...]
  }

  package var name: String { source.name }
  package var isReady: Bool { !returned.isEmpty || source.isReady }
  package var isStopped: Bool { source.isStopped }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if returned.isEmpty { return try source.read(into: buffer) }
    let count = min(buffer.count, returned.count)
    buffer.copyBytes(from: returned.prefix(count))
    returned = returned.dropFirst(count)
    return count
  }
}

/// Unpacks a source if it begins as gzip or as a zip archive of one file does, and leaves it as it
/// is otherwise.
///
/// An archive is read whole before its first byte comes out: its directory stands at its end.
/// What it is shows at the first read, so that opening an input never waits for it.
public final class UnpackingSource: ByteSource {
  private var source: any ByteSource
  private var isKnown = false

  public init(_ source: any ByteSource) { self.source = source }

  public var name: String { source.name }
  public var isReady: Bool { source.isReady }
  public var isStopped: Bool { source.isStopped }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if !isKnown { try look() }
    return try source.read(into: buffer)
  }

  private func look() throws {
    isKnown = true
    var first: [UInt8] = []
    try read(upTo: 2, into: &first)
    if first == Array("PK".utf8) { try read(upTo: 4, into: &first) }
    let returned = ReturnedSource(source, first)
    if first == [0x1F, 0x8B] {
      source = try GzipSource(returned)
    } else if ZipArchive.isBegin(of: first) {
      source = try onlyFile(of: returned)
    } else {
      source = returned
    }
  }

  /// Reads ahead until there are so many bytes, or the source ends.
  private func read(upTo count: Int, into bytes: inout [UInt8]) throws {
    while bytes.count < count {
      var byte: UInt8 = 0
      if try withUnsafeMutableBytes(of: &byte, { try source.read(into: $0) }) == 0 { return }
      bytes.append(byte)
    }
  }

  private func onlyFile(of packed: any ByteSource) throws -> any ByteSource {
    let archive = try ZipArchive(packed.readAll(most: ZipArchive.largest), name: packed.name)
    guard archive.members.count == 1 else {
      throw TransportError(
        .badData,
        "found \(archive.members.count) files in the zip archive '\(packed.name)', expected one",
        help: "unzip -p \(packed.name) FILE | sf-ingest - --symbol …")
    }
    return try archive.source(of: archive.members[0])
  }
}

extension ByteSource {
  /// All that is left of the source; more than that is an error.
  public func readAll(most: Int = .max) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = try read(into: piece)
      if count == 0 { return bytes }
      guard bytes.count + count <= most else {
        throw TransportError(
          .badData, "found more than \(most >> 20) MiB in '\(name)', expected less")
      }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }
}
