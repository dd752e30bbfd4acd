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
    while first.count < 2 {
      var byte: UInt8 = 0
      let count = try withUnsafeMutableBytes(of: &byte) { try source.read(into: $0) }
      if count == 0 { break }
      first.append(byte)
    }
    let returned = ReturnedSource(source, first)
    switch first {
    case [0x1F, 0x8B]: source = try GzipSource(returned)
    case Array("PK".utf8): source = try onlyFile(of: returned)
    default: source = returned
    }
  }

  private func onlyFile(of packed: any ByteSource) throws -> any ByteSource {
    let bytes = try packed.readAll()
    guard ZipArchive.isBegin(of: bytes) else { return ReturnedSource(packed, bytes) }
    let archive = try ZipArchive(bytes, name: packed.name)
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
  /// All that is left of the source.
  public func readAll() throws -> [UInt8] {
    var bytes: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = try read(into: piece)
      if count == 0 { return bytes }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }
}
