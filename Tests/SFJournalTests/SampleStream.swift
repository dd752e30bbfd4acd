import Foundation
import SFCore
import SFJournal
import SFTestSupport
import Testing

/// A stream to keep in a journal: a header, steps of some lines each, closing lines and an end.
struct SampleStream {
  let header = Array(#"{"type":"header","protocol":1,"stages":[]}"#.utf8) + [10]
  let marks: [Timestamp]
  let steps: [[UInt8]]
  let tail: [UInt8]

  /// `count` marks at a distance in milliseconds; with a seed, steps have lines of random length.
  init(
    _ count: Int, from start: Timestamp = "2026-01-05T09:00:00.000Z",
    every distance: Int64 = 60_000,
    seed: UInt64? = nil
  ) {
    var random = SplitMix64(state: seed ?? 0)
    let marks = (0..<count).map { start + Int64($0) * distance }
    steps = marks.map { mark in
      let length = seed == nil ? 8 : Int(random.next() % 600)
      let line =
        #"{"type":"x_note","ts":"\#(mark)","text":"\#(String(repeating: "ä", count: length))"}"#
      return Array("\(line)\n".utf8) + SampleStream.markLine(mark)
    }
    self.marks = marks
    let last = marks.last.map { #","ts":"\#($0)""# } ?? ""
    tail = Array(#"{"type":"end"\#(last),"reason":"end_of_input","counts":{}}"#.utf8) + [10]
  }

  static func markLine(_ mark: Timestamp) -> [UInt8] {
    Array(#"{"type":"mark","ts":"\#(mark)"}"#.utf8) + [10]
  }

  /// The whole stream.
  var bytes: [UInt8] { header + steps.flatMap { $0 } + tail }

  /// A journal of the first steps, or of all; it has not ended.
  func journal(
    _ path: String, _ options: Journal.Options = Journal.Options(), steps count: Int? = nil
  ) throws -> Journal {
    let journal = try Journal(path, options)
    journal.begin(header)
    try journal.append(steps.prefix(count ?? steps.count).flatMap { $0 })
    return journal
  }

  /// Appends what a journal does not have, and the end.
  func goOn(_ journal: Journal) throws {
    if journal.isEnded { return }
    if journal.header == nil { journal.begin(header) }
    let rest = zip(marks, steps).filter { mark, _ in journal.head.map { mark > $0 } ?? true }
    try journal.append(rest.flatMap { $0.1 })
    try journal.finish(tail)
    try journal.sync()
  }
}

/// A directory that is gone when it is no longer needed.
final class Workplace {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "sf-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  // What is left behind the system clears.
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The names in a directory that end so, in order.
  func names(_ directory: String, _ suffix: String = ".jsonl") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: file(directory))
      .filter { $0.hasSuffix(suffix) }.sorted()
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
  }

  /// The stream that the segments of a journal are.
  func stream(_ journal: String) throws -> [UInt8] {
    var stream: [UInt8] = []
    for name in try names(journal) {
      let segment = try bytes("\(journal)/\(name)")
      let header = (segment.firstIndex(of: 10) ?? -1) + 1
      stream += stream.isEmpty ? segment[...] : segment[header...]
    }
    return stream
  }
}

extension Journal.Options {
  static func segments(of bytes: Int) -> Journal.Options {
    var options = Journal.Options()
    options.longestSegment = bytes
    return options
  }
}
