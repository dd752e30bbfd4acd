import Foundation
import SFCore
import SFJournal
import SFTestSupport
import Testing

/// Whether this process may mount a disk.
private let mayMount: Bool = {
  let run = try? Shell.run("mkdir d && mount -t tmpfs tmpfs d && umount d")  // No: then not.
  return run?.status == 0
}()

/// A disk that is full, and one that may only be read: a small one in memory, for which one has to
/// be root.
@Suite(.enabled(if: mayMount, "needs the right to mount"), .serialized)
struct FullDiskTests {
  private let place: Workplace
  private let stream = SampleStream(400, from: "2026-01-05T20:00:00.000Z", seed: 31)

  init() throws { place = try Workplace() }

  /// Runs a test on a disk of that many KiB.
  private func onDisk(_ kilobytes: Int, _ body: (String) throws -> Void) throws {
    let disk = place.file("disk")
    let mounted = try Shell.run(
      "mkdir '\(disk)' && mount -t tmpfs -o size=\(kilobytes)k tmpfs '\(disk)'")
    try #require(mounted.status == 0, "\(mounted.error)")
    defer { _ = try? Shell.run("umount -l '\(disk)'") }  // The place is removed all the same.
    try body(disk)
  }

  @Test(arguments: [1, 37, 400])
  func `a full disk leaves whole steps, and with space again it goes on`(batch: Int) throws {
    try onDisk(640) { disk in
      let ballast = "\(disk)/ballast"
      try Data(count: 480 << 10).write(to: URL(fileURLWithPath: ballast))
      let journal = try Journal("\(disk)/journal", .segments(of: 40_000))
      journal.begin(stream.header)
      var failures = 0
      while let rest = rest(behind: journal.head) {
        do { try journal.append(rest.prefix(batch).flatMap { $0 }) } catch {
          let error = try #require(error as? JournalError)
          #expect(error.exitStatus == .inputOutput)
          #expect(error.message.hasSuffix("No space left on device"))
          failures += 1
          // What has been written is whole, and the same for who opens it then.
          #expect(try Journal("\(disk)/journal").head == journal.head)
          #expect(try Journal("\(disk)/journal").cut == nil)
          try FileManager.default.removeItem(atPath: ballast)
        }
      }
      try journal.finish(stream.tail)
      try journal.sync()
      #expect(failures == 1)
    }
  }

  private func rest(behind head: Timestamp?) -> ArraySlice<[UInt8]>? {
    let done = head.flatMap { stream.marks.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    return done < stream.steps.count ? stream.steps[done...] : nil
  }

  @Test func `a place that may only be read is one to read, and not to write`() throws {
    try onDisk(1_024) { disk in
      let path = "\(disk)/journal"
      try stream.goOn(try Journal(path))
      let remounted = try Shell.run("mount -o remount,ro '\(disk)'")
      try #require(remounted.status == 0, "\(remounted.error)")
      let error = #expect(throws: JournalError.self) { try Journal(path) }
      #expect(error?.exitStatus == .cannotCreate)
      #expect(error?.message == "cannot create '\(path)/synced': Read-only file system")
      var reader = try JournalReader(path)
      #expect(try reader.head() == stream.marks.last)
      try place.write(stream.bytes, to: "stream")
      let shown = try Shell.run("sf-cat '\(disk)' | cmp - '\(place.file("stream"))'")
      #expect(shown.status == 0, "\(shown.error)")
      let fresh = #expect(throws: JournalError.self) { try Journal("\(disk)/other") }
      #expect(fresh?.exitStatus == .cannotCreate)
    }
  }

  @Test func `a directory of another user is not to be written`() throws {
    let path = place.file("theirs")
    try stream.goOn(try Journal(path))
    let run = try Shell.run(
      "chmod 755 '\(place.path)' && chmod -R go-w '\(path)' && cp $(command -v journal-bench) . && "
        + "chmod 755 . && setpriv --reuid 65534 --clear-groups "
        + "./journal-bench write '\(path)' < /dev/null")
    #expect(run.status != 0 && run.error.contains("Permission denied"), "\(run.error)")
  }
}
