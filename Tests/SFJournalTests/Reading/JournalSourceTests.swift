import Foundation
import SFCore
import SFJournal
import SFRun
import SFWire
import Testing

@Suite struct JournalSourceTests {
  private let place: Workplace
  private let stream = SampleStream(60, from: "2026-01-05T23:30:00.000Z", seed: 6)

  init() throws { place = try Workplace() }

  private var path: String { place.file("run/journal") }

  private func journal(steps count: Int? = nil) throws -> Journal {
    try FileManager.default.createDirectory(
      atPath: place.file("run"), withIntermediateDirectories: true)
    return try stream.journal(path, .segments(of: 9_000), steps: count)
  }

  /// Reads to the end, with room for so many bytes at a time.
  private func all(_ source: JournalSource, room: Int = 1_000) throws -> [UInt8] {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 16)
    defer { piece.deallocate() }
    var bytes: [UInt8] = []
    while case let count = try source.read(into: piece), count > 0 {
      bytes += UnsafeRawBufferPointer(rebasing: piece[..<count])
    }
    return bytes
  }

  @Test(arguments: [1, 77, 1 << 20])
  func `segments are one stream`(room: Int) throws {
    try journal().finish(stream.tail)
    let source = try JournalSource(path, name: "run")
    #expect(try all(source, room: room) == stream.bytes && !source.isOpen)
    #expect(source.name == "run" && source.isReady)
  }

  @Test func `a journal that has not ended is open`() throws {
    _ = try journal()
    let source = try JournalSource(path, name: "run")
    #expect(try all(source) == stream.bytes.dropLast(stream.tail.count) && source.isOpen)
  }

  @Test func `a directory stands for the journal in it, or is one`() throws {
    _ = try journal()
    #expect(JournalSource.journal(at: place.file("run")) == path)
    #expect(JournalSource.journal(at: path) == path)
    #expect(JournalSource.journal(at: place.path) == nil)
    #expect(JournalSource.journal(at: place.file("absent")) == nil)
    // Segments that somebody has copied are enough.
    try FileManager.default.removeItem(atPath: "\(path)/about")
    #expect(JournalSource.journal(at: path) == path)
  }

  @Test func `a follower waits for what comes, to the end`() throws {
    let journal = try journal(steps: 10)
    let source = try JournalSource(path, name: "run", following: .init(SystemClock(), stop: -1))
    let reader = Thread.reading { try all(source) }
    for step in stream.steps[10...] { try journal.append(step) }
    try journal.finish(stream.tail)
    #expect(try reader.value() == stream.bytes && !source.isOpen)
  }

  @Test func `a follower ends when it is to stop`() throws {
    _ = try journal()
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let source = try JournalSource(
      path, name: "run", following: .init(SystemClock(), stop: ends[0]))
    let reader = Thread.reading { try all(source) }
    close(ends[1])
    #expect(try reader.value() == stream.bytes.dropLast(stream.tail.count))
    #expect(source.isStopped && !source.isOpen)
    close(ends[0])
  }

  /// It has waited too long: what it wants next is no longer there.
  @Test func `a follower whose steps were dropped says so`() throws {
    let journal = try journal(steps: 5)
    let source = try JournalSource(path, name: "run", following: .init(SystemClock(), stop: -1))
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { room.deallocate() }
    for _ in 0..<2 { _ = try source.read(into: room) }
    try journal.append(stream.steps[5...].flatMap { $0 })
    try journal.drop(olderThan: .latest)
    let error = #expect(throws: JournalError.self) { try all(source) }
    #expect(error?.exitStatus == .noInput)
    #expect(error?.message.hasPrefix("the steps of 'run' behind mark 2026-01-05T23:") == true)
    #expect(error?.help == "the first that is kept is that of \(try #require(journal.floor))")
  }

  @Test func `a line has its place in a segment`() throws {
    try journal().finish(stream.tail)
    let source = try JournalSource(path, name: "run")
    let lines = try all(source).split(separator: 10)
    for (index, line) in lines.enumerated() {
      let place = source.place(ofLine: index + 1)
      let file = try #require(FileManager.default.contents(atPath: place.file))
      let found = file.split(separator: 10)[place.line - 1]
      #expect(found.elementsEqual(line), "line \(index + 1) at \(place)")
    }
  }
}

/// Work of another thread, and what came of it.
private final class Reading: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var result: Result<[UInt8], any Error> = .success([])

  func finish(_ result: Result<[UInt8], any Error>) {
    self.result = result
    done.signal()
  }

  func value() throws -> [UInt8] {
    try #require(done.wait(timeout: .now() + 60) == .success, "the reader hangs")
    return try result.get()
  }
}

extension Thread {
  fileprivate static func reading(_ work: @escaping () throws -> [UInt8]) -> Reading {
    let reading = Reading()
    nonisolated(unsafe) let work = work
    detachNewThread { reading.finish(Result { try work() }) }
    return reading
  }
}
