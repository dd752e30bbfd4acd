import Foundation
import SFCore
import SFTransport
import Testing

@Suite struct AtomicFileTests {
  private func inDirectory(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-atomic-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try body(directory)
    try FileManager.default.removeItem(at: directory)
  }

  @Test func `replaces a file and leaves nothing else`() throws {
    try inDirectory { directory in
      let file = directory.appendingPathComponent("report.html")
      for text in ["first and longer", "second"] {
        try AtomicFile.check(file.path)
        try AtomicFile.write(text, to: file.path)
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["report.html"])
      }
    }
  }

  @Test func `keeps a link a link`() throws {
    try inDirectory { directory in
      let (file, link) = (
        directory.appendingPathComponent("file"), directory.appendingPathComponent("link")
      )
      try Data("old".utf8).write(to: file)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      try AtomicFile.write("new", to: link.path)
      #expect(try String(contentsOf: file, encoding: .utf8) == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    }
  }

  @Test func `writes into a descriptor, and refuses what is no output`() throws {
    let pipe = try SFTransport.Pipe()
    let name = "fd:\(pipe.writing)"
    try AtomicFile.check(name)
    try AtomicFile.write("text", to: name)
    #expect(try Endpoint.text(of: "fd:\(pipe.reading)") == "text")
    #expect(throws: TransportError.self) { try AtomicFile.check("tcp://localhost:1") }
  }

  @Test func `never replaces a device`() throws {
    try AtomicFile.check("/dev/null")
    try AtomicFile.write("gone", to: "/dev/null")
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
    #expect(type as? FileAttributeType == .typeCharacterSpecial)
    let error = #expect(throws: TransportError.self) { try AtomicFile.write("x", to: "/dev/full") }
    #expect(error?.exitStatus == .inputOutput)
  }

  @Test func `says beforehand what cannot be created`() throws {
    try inDirectory { directory in
      for path in [directory.path, directory.path + "/none/report.html"] {
        let error = #expect(throws: TransportError.self) { try AtomicFile.check(path) }
        #expect(error?.exitStatus == .cannotCreate, "\(path)")
      }
    }
  }
}
