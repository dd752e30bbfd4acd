import Foundation
import SFTestSupport
import SFTransport
import SFWire
import Testing

@Suite struct SourceTests {
  private func gzip(_ text: String) throws -> Data {
    let result = try Shell.run("gzip -c > packed", input: text, in: folder)
    #expect(result.status == 0)
    return try Data(contentsOf: folder.appendingPathComponent("packed"))
  }

  private let folder: URL = {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("sf-gzip-\(UUID())")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }()

  private func unpacked(_ data: Data, piece: Int, room: Int) throws -> String {
    let source = try GzipSource(BytesSource(Array(data), piece: piece))
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
    defer { buffer.deallocate() }
    while case let count = try source.read(into: buffer), count > 0 {
      bytes += UnsafeRawBufferPointer(rebasing: buffer[..<count])
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Highly regular and hardly regular text, so that a little input is much output and the reverse.
  @Test func `unpacks, whatever the pieces`() throws {
    var generator = SeededGenerator(seed: 41)
    let dull = String(repeating: "0123456789\n", count: 50_000)
    let noise = (0..<5_000).map { _ in String(generator.next(), radix: 36) }.joined(separator: "\n")
    for text in ["", "a", dull, noise] {
      let packed = try gzip(text)
      for (piece, room) in [(Int.max, 1 << 16), (1, 1 << 16), (7, 100), (1 << 16, 1_000)] {
        #expect(try unpacked(packed, piece: piece, room: room) == text)
        #expect(try unpacked(packed + packed, piece: piece, room: room) == text + text)
      }
    }
  }

  @Test func `refuses what is cut or no gzip`() throws {
    let packed = try gzip(String(repeating: "abc\n", count: 1_000))
    for length in [1, 5, 12, packed.count - 1] {
      #expect(throws: TransportError.self) {
        try unpacked(packed.prefix(length), piece: 3, room: 99)
      }
    }
    #expect(throws: TransportError.self) { try unpacked(Data("hello".utf8), piece: 9, room: 99) }
    #expect(throws: TransportError.self) {
      try unpacked(packed + Data("x".utf8), piece: 9, room: 99)
    }
  }
}

private final class BytesSource: ByteSource {
  let name = "packed.gz"
  let isReady = true
  private var rest: ArraySlice<UInt8>
  private let piece: Int

  init(_ bytes: [UInt8], piece: Int) {
    rest = bytes[...]
    self.piece = piece
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(piece, buffer.count, rest.count)
    buffer.copyBytes(from: rest.prefix(count))
    rest.removeFirst(count)
    return count
  }
}
