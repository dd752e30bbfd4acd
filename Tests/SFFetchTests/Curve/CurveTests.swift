import Foundation
import SFCore
import SFTestSupport
import Testing

import SFFetch

@Suite struct CurveTests {
  private func inPlace(_ body: (String) throws -> Void) throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    try body(place.path)
  }

  @Test func `a pair comes back from its file, which is nobody else's`() throws {
    try inPlace { place in
      let keys = try CurveKeys()
      try keys.write(to: "\(place)/desk")
      #expect(try CurveKeys(file: "\(place)/desk") == keys)
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(place)/desk")
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      let open = try PublicKeys(file: "\(place)/desk.pub")
      #expect(open.contains(keys.public) && !open.contains(keys.secret))
      #expect(try CurveKeys() != keys)
    }
  }

  @Test func `a file that others can read is refused`() throws {
    try inPlace { place in
      try CurveKeys().write(to: "\(place)/desk")
      #expect(chmod("\(place)/desk", 0o640) == 0)
      let error = #expect(throws: FetchError.self) { try CurveKeys(file: "\(place)/desk") }
      #expect(error?.exitStatus == .refused && error?.help == "chmod 600 \(place)/desk")
    }
  }

  @Test func `keys are not written over others`() throws {
    try inPlace { place in
      let keys = try CurveKeys()
      try keys.write(to: "\(place)/desk")
      let error = #expect(throws: FetchError.self) { try CurveKeys().write(to: "\(place)/desk") }
      #expect(error?.exitStatus == .cannotCreate)
      #expect(try CurveKeys(file: "\(place)/desk") == keys)
    }
  }

  private static let (a, b) = (
    String(repeating: "a", count: 40), String(repeating: "b", count: 40)
  )

  @Test func `a list has a key a line, with a note or without`() throws {
    let list = try PublicKeys(
      text: "# who\n\n\(Self.a) tcp://10.0.0.5:7001\n  \(Self.b)\n", name: "allow")
    #expect(list.contains(Self.a) && list.contains(Self.b) && !list.contains("c"))
    #expect(list.key(of: "tcp://10.0.0.5:7001") == Self.a)
    #expect(list.key(of: "tcp://10.0.0.6:7001") == Self.b)
    #expect(try PublicKeys(text: "", name: "allow").key(of: "tcp://x:1") == nil)
  }

  @Test func `what is no key says where it stands`() {
    let error = #expect(throws: FetchError.self) {
      try PublicKeys(text: "\(Self.a)\nshort\n", name: "allow")
    }
    #expect(error?.message.hasPrefix("allow:2: found 'short…'") == true)
  }

  @Test func `a question of ZeroMQ is answered by the list`() throws {
    let frames = { (mechanism: String, key: [UInt8]) -> Frames in
      ["1.0", "7", "sf", "10.0.0.9", "", mechanism].map { Array($0.utf8) } + [key]
    }
    let key = [UInt8](repeating: 7, count: 32)
    let request = try #require(ZapRequest(frames("CURVE", key)))
    #expect(request.key { $0 == key ? "known" : nil } == "known")
    #expect(
      request.answer(isAllowed: true).map { String(decoding: $0, as: UTF8.self) }
        == ["1.0", "7", "200", "OK", "", ""])
    #expect(request.answer(isAllowed: false)[2] == Array("400".utf8))
    // Who shows no key of CURVE has none.
    #expect(ZapRequest(frames("NULL", key))?.key { _ in "known" } == nil)
    #expect(ZapRequest(frames("CURVE", [1]))?.key { _ in "known" } == nil)
    #expect(ZapRequest([[1]]) == nil)
  }
}
