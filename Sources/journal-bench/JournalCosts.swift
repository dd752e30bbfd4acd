import SFCore
import SFJournal
import SFRun
import SFTransport

/// What a step of 300 bytes costs where a journal is written, read, sought in and opened.
struct JournalCosts {
  private let directory: String
  private let clock = SystemClock()
  private let steps: [[UInt8]]
  private let marks: [Timestamp]

  private static let count = 200_000
  private static let header = Array(#"{"type":"header","protocol":1,"stages":[]}"#.utf8) + [10]
  private static let block = 1 << 16

  init(_ directory: String) {
    self.directory = directory
    let start: Timestamp = "2026-01-05T00:00:00.000Z"
    marks = (1...Self.count).map { start + Int64($0) * 1_000 }
    steps = marks.map { mark in
      let bar =
        #"{"type":"bar","ts":"\#(mark)","symbol":"BTCUSDT","interval":"1s","open":43250.11,"#
        + #""high":43261.0,"low":43248.5,"close":43260.42,"volume":12.48211,"trades":1204}"#
      return Array((bar + "\n" + #"{"type":"mark","ts":"\#(mark)"}"# + "\n").utf8)
    }
  }

  func run() throws {
    try measure("append, 64 KiB at a time", Self.count) { try append("blocks", Self.block) }
    try measure("append, step by step", Self.count) { try append("steps", 1) }
    try measure("read, 64 KiB at a time", Self.count) { try read("blocks", Self.block) }
    try measure("read, step by step", Self.count) { try read("steps", 1) }
    try measure("locate a mark", 2_000) { try locate("blocks", 2_000) }
    try measure("open and recover", Self.count) { _ = try Journal("\(directory)/blocks") }
    let journal = try Journal("\(directory)/synced")
    journal.begin(Self.header)
    try measure("append and sync, step by step", 100) {
      for step in steps.prefix(100) {
        try journal.append(step)
        try journal.sync()
      }
    }
  }

  /// Prints nanoseconds of one of `count`.
  private func measure(_ name: String, _ count: Int, _ work: () throws -> Void) throws {
    let start = clock.now
    try work()
    print("\(name)\t\((clock.now.seconds(since: start) / Double(count) * 1e9).rounded())")
  }

  private func append(_ name: String, _ block: Int) throws {
    let journal = try Journal("\(directory)/\(name)")
    journal.begin(Self.header)
    var bytes: [UInt8] = []
    for step in steps {
      bytes += step
      guard bytes.count >= block else { continue }
      try journal.append(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try journal.append(bytes)
  }

  private func read(_ name: String, _ block: Int) throws {
    var reader = try JournalReader("\(directory)/\(name)")
    var mark: Timestamp?
    while case .steps(_, let last) = try reader.read(behind: mark, most: block) { mark = last }
    precondition(mark == marks.last, "all of it was written")
  }

  private func locate(_ name: String, _ count: Int) throws {
    var reader = try JournalReader("\(directory)/\(name)")
    for index in 0..<count {
      let mark = marks[index * 7_919 % (Self.count - 1)]
      guard case .steps = try reader.read(behind: mark, most: 1) else {
        preconditionFailure("a step stands behind each but the last")
      }
    }
  }
}
