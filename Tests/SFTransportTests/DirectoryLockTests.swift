import Foundation
import SFCore
import SFTestSupport
import SFTransport
import Testing

@Suite struct DirectoryLockTests {
  private func withDirectory(_ body: (String) throws -> Void) throws {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent(
      "sf-lock-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // What is left is in a temporary place.
    defer { try? FileManager.default.removeItem(at: place) }
    try body(place.path)
  }

  @Test func `one has it until it ends, and the second is told who`() throws {
    try withDirectory { directory in
      #expect(DirectoryLock.holder(of: directory) == nil)
      var lock: DirectoryLock? = try DirectoryLock(directory)
      #expect(lock != nil && DirectoryLock.holder(of: directory) == getpid())
      let error = try #require(throws: TransportError.self) { try DirectoryLock(directory) }
      #expect(error.exitStatus == .tryAgain)
      #expect(error.message.contains("in use by process \(getpid())"), "\(error.message)")
      // To ask who has it takes nothing from whoever has it.
      #expect(DirectoryLock.holder(of: directory) == getpid())
      lock = nil
      #expect(DirectoryLock.holder(of: directory) == nil)
      lock = try DirectoryLock(directory)
      #expect(lock != nil)
    }
  }

  @Test func `a link is no lock`() throws {
    try withDirectory { directory in
      try FileManager.default.createSymbolicLink(
        atPath: directory + "/lock", withDestinationPath: "elsewhere")
      let error = try #require(throws: TransportError.self) { try DirectoryLock(directory) }
      #expect(error.exitStatus == .cannotCreate)
    }
  }

  @Test func `a directory that is not there has no holder and gets no lock`() throws {
    #expect(DirectoryLock.holder(of: "/nonexistent") == nil)
    #expect(throws: TransportError.self) { try DirectoryLock("/nonexistent") }
  }
}
