import Foundation
import SFCore
import SFFetch
import SFServe
import SFTestSupport
import SFTransport
import Testing

@Suite struct StageFilesTests {
  private func inPlace(_ body: (String) throws -> Void) throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-stage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    try body(place.path)
  }

  @Test func `a directory is made with what leads to it, and closed to others`() throws {
    try inPlace { place in
      let directory = StageDirectory("\(place)/run/features/")
      try directory.make()
      try directory.make()
      let mode = try FileManager.default.attributesOfItem(atPath: directory.path)
      #expect(mode[.posixPermissions] as? Int == 0o700)
      #expect(directory.name == "features" && directory.log == "\(place)/run/features/log")
      #expect(FileManager.default.fileExists(atPath: directory.checkpoints))
    }
  }

  @Test func `a log has a line with its time for each line that was said`() throws {
    try inPlace { place in
      let log = try StageLog("\(place)/log", VirtualClock())
      "one\ntw".utf8.withContiguousStorageIfAvailable { log.add(UnsafeRawBufferPointer($0)) }
      "o\nhalf".utf8.withContiguousStorageIfAvailable { log.add(UnsafeRawBufferPointer($0)) }
      log.say("ended")
      let text = try Endpoint.text(of: "\(place)/log")
      #expect(
        text
          == ["one", "two", "half", "sf-serve: ended"]
          .map { "2026-01-05T00:00:00.000Z \($0)\n" }.joined())
    }
  }

  @Test func `a log that is long is begun anew, and three old ones stay`() throws {
    try inPlace { place in
      let log = try StageLog("\(place)/log", VirtualClock(), longest: 200)
      for number in 0..<40 { log.say("line \(number)") }
      let names = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
      #expect(names == ["log", "log.1", "log.2", "log.3"])
      let texts = try names.reversed().map { try Endpoint.text(of: "\(place)/\($0)") }
      #expect(texts.allSatisfy { $0.utf8.count <= 200 })
      let numbers = texts.joined().split(separator: "\n").map { $0.split(separator: " ").last }
      #expect(numbers == numbers.indices.map { "\(40 - numbers.count + $0)"[...] })
    }
  }

  @Test func `what a stage has read from is known again`() throws {
    try inPlace { place in
      var sources = try SourcesFile("\(place)/sources")
      #expect(sources.journal(of: "in") == nil)
      try sources.note("5f0c", of: "in")
      try sources.note("91ab", of: "answers")
      try sources.note("77aa", of: "in")
      let again = try SourcesFile("\(place)/sources")
      #expect(again.journal(of: "in") == "77aa" && again.journal(of: "answers") == "91ab")
      #expect(try Endpoint.text(of: "\(place)/sources").hasPrefix("{\"sources\":1}\n{\"input\":"))
      #expect(throws: FetchError.self) {
        try AtomicFile.write("{\"sources\":2}\n", to: "\(place)/other")
        _ = try SourcesFile("\(place)/other")
      }
      sources.forget()
      #expect(sources.journal(of: "in") == nil)
    }
  }
}
