import Foundation
import SFCore
import SFTestSupport
import Testing

/// A whole session whose machine loses its power, at any moment: from a trace of what all of its
/// processes asked of the file system.
///
/// `SF_POWER_CUTS` says at how many moments of each, 8 and 4 without it.
@Suite(
  .enabled(if: Shell.has("strace", "python3"), "needs strace and python3"), .serialized)
struct SessionPowerCutTests {
  private static let count = ProcessInfo.processInfo.environment["SF_POWER_CUTS"].flatMap {
    Int($0)
  }

  /// What is traced: over midnight, so that journals have two segments, and with a venue, which is an
  /// origin with a ledger.
  enum Traced: String, CaseIterable {
    case toyVenue, loop

    var stages: Set<String> {
      switch self {
      case .toyVenue: ["ingest", "features", "detect", "strategy", "toy_venue"]
      case .loop: ["ingest", "features", "detect", "strategy", "risk", "broker"]
      }
    }

    func text(_ place: URL) -> String {
      """
      sf-ingest --synthetic --symbols AAA,BBB --interval 5m --start 2024-01-01T18:00:00Z --bars \(bars) --seed 7 --replay max |
        sf-features sma:3 sma:5 | sf-detect sma_cross:3,5 | sf-strategy --exit tp_sl:0.01,0.01 |
        \(venue(place))
      """
    }

    private var bars: Int { self == .loop ? 100 : 160 }

    private func venue(_ place: URL) -> String {
      switch self {
      case .toyVenue:
        "python3 '\(Shell.project.path)/Tests/SFSessionTests/Chaos/toy_venue.py' '\(place.path)/run/ledger' --market '{market}'"
      case .loop: "sf-risk --rule position:0.05 --rule cooldown:3 | sf-broker virtual"
      }
    }

    /// A trace knows whole paths only.
    var session: String {
      "timeout 60 sf-session run -q -f session.sh --dir \"$PWD/run\" --replay --sync step"
        + (self == .toyVenue ? " --origin toy_venue --also toy_venue:market=ingest" : "")
    }

    /// A ledger of SQLite asks the disk for much: fewer moments of it.
    var count: Int { SessionPowerCutTests.count ?? (self == .loop ? 4 : 8) }
  }

  @Test(.timeLimit(.minutes(10)), arguments: Traced.allCases)
  func `after a power cut a session goes on to equal bytes`(traced: Traced) throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-cuts-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // What is left is in a temporary place.
    defer { try? FileManager.default.removeItem(at: place) }
    try Data(traced.text(place).utf8).write(to: place.appendingPathComponent("session.sh"))
    let trace = place.appendingPathComponent("trace").path
    let whole = try Shell.run("\(DiskRecord.command(trace)) \(traced.session)", in: place)
    try #require(whole.status == 0, "\(whole.output)\(whole.error)")
    let record = try DiskRecord(trace: trace, root: place.path)
    let undisturbed = try segments(in: place)
    try #require(Set(undisturbed.keys.map(stage)) == traced.stages)
    let isTraced = segments(written: record.operations[...]) == undisturbed
    try #require(isTraced)
    var random = SplitMix64(state: 6)
    for round in 0..<traced.count {
      // How often two syncs leave something between them depends on the machine: every second power
      // cut is one that takes something.
      let (moment, left) = try #require(
        powerCut(record.operations, mustLose: !round.isMultiple(of: 2), &random))
      let before = record.operations[..<moment]
      try lay(left, in: place)
      let comment = "round \(round), \(moment) of \(record.operations.count)"
      try expectShown(before, in: left, undisturbed, comment)
      let again = try Shell.run(traced.session, in: place)
      #expect(again.status == 0, "\(comment): \(again.output)\(again.error)")
      let found = try segments(in: place)
      #expect(found.keys.sorted() == undisturbed.keys.sorted(), "\(comment)")
      for (name, bytes) in undisturbed {
        let isEqual = found[name] == bytes
        #expect(isEqual, "\(comment): \(name)")
      }
    }
  }

  /// A moment, and what is left of the files then; nil where nothing can be lost.
  private func powerCut(
    _ operations: [DiskOperation], mustLose: Bool, _ random: inout SplitMix64
  ) -> (moment: Int, left: [String: [UInt8]])? {
    for _ in 0..<1_000 {
      let moment = Int(random.next() % UInt64(operations.count))
      let before = operations[..<moment]
      var disk = DiskModel()
      for operation in before { disk.apply(operation) }
      let left = disk.afterPowerCut(&random)
      let isLoss = segments(written: before).contains { left[$0.key].map { Data($0) } != $0.value }
      if isLoss || !mustLose { return (moment, left) }
    }
    return nil
  }

  private func stage(_ path: String) -> String { String(path.split(separator: "/")[1]) }

  /// The segments of all journals by their paths.
  private func segments(in place: URL) throws -> [String: Data] {
    let paths = FileManager.default.enumerator(atPath: place.path)?.compactMap { $0 as? String }
    return try Dictionary(
      uniqueKeysWithValues: (paths ?? []).filter { $0.hasSuffix(".jsonl") }.map {
        ($0, try Data(contentsOf: place.appendingPathComponent($0)))
      })
  }

  /// The segments as they were when the power went.
  private func segments(written operations: ArraySlice<DiskOperation>) -> [String: Data] {
    var files: [String: Data] = [:]
    for operation in operations {
      switch operation {
      case .create(let path) where path.hasSuffix(".jsonl"): files[path] = Data()
      case .write(let path, _, let bytes) where path.hasSuffix(".jsonl"): files[path]? += bytes
      default: break
      }
    }
    return files
  }

  /// What the machine finds when the power comes back, in the place of what was there.
  private func lay(_ files: [String: [UInt8]], in place: URL) throws {
    let removed = try Shell.run("rm -rf run", in: place)
    try #require(removed.status == 0, "\(removed.error)")
    try FileManager.default.createDirectory(
      at: place.appendingPathComponent("run"), withIntermediateDirectories: true)
    for (path, bytes) in files where path.hasPrefix("run/") {
      let file = place.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
  }

  /// What the stage behind an origin has written it had been shown: all of it is on the disk still.
  private func expectShown(
    _ operations: ArraySlice<DiskOperation>, in left: [String: [UInt8]],
    _ undisturbed: [String: Data], _ comment: String
  ) throws {
    let written = segments(written: operations)
    for (path, bytes) in written where stage(path) == "features" {
      guard let mark = lastMark(in: bytes) else { continue }
      let origin = path.replacingOccurrences(of: "features", with: "ingest")
      let whole = try #require(undisturbed[origin])
      let line = try #require(whole.range(of: mark))
      let kept = left[origin]?.prefix(line.upperBound) ?? []
      let isKept = Data(kept) == whole[..<line.upperBound]
      #expect(isKept, "\(comment): \(origin)")
    }
  }

  private func lastMark(in bytes: Data) -> Data? {
    guard let start = bytes.range(of: Data(#"{"type":"mark""#.utf8), options: .backwards),
      let end = bytes[start.lowerBound...].firstIndex(of: 10)
    else { return nil }
    return Data(bytes[start.lowerBound...end])
  }
}
