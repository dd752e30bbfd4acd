import Foundation
import SFTestSupport
import SFTransport
import SFWire
import Testing

/// Archives that Python wrote, which shares no code with the reader.
@Suite struct ZipTests {
  /// Packs files into an archive; a name that ends with `/` is a folder.
  static func archive(_ files: [(name: String, text: String)], stored: Bool = false) throws
    -> [UInt8]
  {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-zip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let list = try JSONSerialization.data(withJSONObject: files.map { [$0.name, $0.text] })
    let program = """
      import json, sys, zipfile
      with zipfile.ZipFile('a.zip', 'w', zipfile.\(stored ? "ZIP_STORED" : "ZIP_DEFLATED")) as zip:
          for name, text in json.load(sys.stdin):
              zip.writestr(name, text)
      """
    let made = try Shell.run(
      "python3 -c \"$PROGRAM\"", input: String(decoding: list, as: UTF8.self), in: place,
      environment: ["PROGRAM": program])
    #expect(made.status == 0, "\(made.error)")
    return Array(try Data(contentsOf: place.appendingPathComponent("a.zip")))
  }

  private func texts(_ bytes: [UInt8]) throws -> [String: String] {
    let archive = try ZipArchive(bytes, name: "a.zip")
    var texts: [String: String] = [:]
    for member in archive.members {
      texts[member.name] = String(
        decoding: try archive.source(of: member).readAll(), as: UTF8.self)
    }
    return texts
  }

  static let dull = String(repeating: "0123456789\n", count: 60_000)

  @Test(arguments: [false, true])
  func `reads what another program packed`(stored: Bool) throws {
    let packed = try Self.archive(
      [("a.csv", "1,2\n"), ("folder/", ""), ("folder/b.csv", Self.dull), ("empty", "")],
      stored: stored)
    #expect(try texts(packed) == ["a.csv": "1,2\n", "folder/b.csv": Self.dull, "empty": ""])
  }

  @Test func `reads behind something else and before a comment`() throws {
    let packed = try Self.archive([("a", "text")])
    var commented = packed
    commented[commented.count - 2] = 3
    #expect(try texts(commented + [65, 66, 67]) == ["a": "text"])
    #expect(throws: TransportError.self) { try texts(packed + [65]) }
  }

  /// Cut anywhere, and with any byte changed: an error, or what was packed.
  @Test func `never gives anything else than what was packed`() throws {
    var generator = SeededGenerator(seed: 5)
    let text = (0..<400).map { _ in String(generator.next(), radix: 36) }.joined(separator: "\n")
    let packed = try Self.archive([("a.csv", text)])
    for length in stride(from: 0, to: packed.count, by: 7) {
      #expect(throws: TransportError.self) { try texts(Array(packed.prefix(length))) }
    }
    for _ in 0..<3_000 {
      var broken = packed
      broken[Int(generator.next() % UInt64(packed.count))] ^= UInt8(1 + generator.next() % 255)
      do {
        let found = try texts(broken)
        #expect(found.isEmpty || found.values.allSatisfy { $0 == text })
      } catch { #expect(error is TransportError) }
    }
  }

  @Test func `sf-ingest reads an archive of one file, also from a pipe`() throws {
    let rows = "time,open,high,low,close\n60,1,2,1,2\n120,2,3,2,3\n"
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-zip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    try Data(Self.archive([("BTC.csv", rows)])).write(to: place.appendingPathComponent("BTC.zip"))
    try Data(Self.archive([("a", rows), ("b", rows)]))
      .write(to: place.appendingPathComponent("two.zip"))
    let result = try Shell.run(
      """
      sf-ingest BTC.zip | tail -n +2 > one; sf-ingest - --symbol BTC < BTC.zip | tail -n +2 > two
      cmp one two && grep -c '"type":"bar"' one
      sf-ingest two.zip > three
      """, in: place)
    #expect(result.output == "2\n" && result.status == 65, "\(result)")
    #expect(result.error.contains("found 2 files in the zip archive 'two.zip', expected one"))
  }
}
