import Foundation
import SFCore
import SFJournal
import SFTestSupport
import Testing

/// What is left of a journal when the power goes at any moment of a real run: from a trace of what
/// the writer asked of the system.
@Suite(.enabled(if: Shell.has("strace"), "needs strace"))
struct PowerCutTests {
  private let place: Workplace
  private let stream = SampleStream(400, from: "2026-01-05T20:00:00.000Z", seed: 21)
  private static let options = Journal.Options.segments(of: 30_000)

  init() throws { place = try Workplace() }

  /// What a run of the writer asked for, whose journal is `journal`; `resumed` is an origin that goes
  /// on behind what another one has not synced.
  private func record(_ mode: String) throws -> DiskRecord {
    try place.write(stream.bytes, to: "stream")
    let root = URL(fileURLWithPath: place.path).resolvingSymlinksInPath().path
    func writer(_ mode: String) -> String {
      "journal-bench \(mode) '\(root)/journal' --segment 30000"
    }
    let script =
      mode == "resumed"
      ? "head -c 40000 stream | \(writer("write")) && \(writer("origin")) < stream"
      : "\(writer(mode)) < stream"
    try place.write(script.utf8, to: "script")
    let run = try Shell.run(
      "\(DiskRecord.command("\(root)/trace")) sh script",
      in: URL(fileURLWithPath: root))
    try #require(run.status == 0, "\(run.error)")
    return try DiskRecord(trace: "\(root)/trace", root: root)
  }

  /// Sixty states of each: recovered, nothing of what was synced or shown is lost, and going on
  /// makes the bytes of a run that nobody disturbed.
  @Test(arguments: ["origin", "write", "resumed"])
  func `after a power cut the journal goes on to equal bytes`(mode: String) throws {
    let record = try record(mode)
    let undisturbed = try place.files(in: "journal")
    var random = SplitMix64(state: 4)
    var (cuts, lost) = (0, 0)
    for round in 0..<60 {
      let moment = Int(random.next() % UInt64(record.operations.count + 1))
      let before = record.operations[..<moment]
      var disk = DiskModel()
      for operation in before { disk.apply(operation) }
      let name = "cut-\(round)"
      try place.lay(disk.afterPowerCut(&random), below: "journal", in: name)
      let journal = try Journal(place.file(name), Self.options)
      let safe = mode == "write" ? lastMark(in: disk.synced) : lastShown(before)
      #expect((journal.head ?? .earliest) >= (safe ?? .earliest), "round \(round)")
      if journal.cut != nil { cuts += 1 }
      if journal.head != lastWritten(before) { lost += 1 }
      try stream.goOn(journal)
      #expect(try place.files(in: name) == undisturbed, "round \(round), \(moment)")
      #expect(try Journal(place.file(name), Self.options).cut == nil, "round \(round)")
    }
    // They are no power cuts that take nothing.
    #expect(cuts > 5 && lost > (mode == "write" ? 10 : 2), "\(cuts) cut, \(lost) lost")
  }

  private func lastShown(_ operations: ArraySlice<DiskOperation>) -> Timestamp? {
    let shown = operations.compactMap { operation -> Timestamp? in
      guard case .show(let bytes) = operation else { return nil }
      return Timestamp(String(decoding: bytes.dropLast(), as: UTF8.self))
    }
    return shown.last
  }

  /// The last mark that the writer has written, on the disk or not.
  private func lastWritten(_ operations: ArraySlice<DiskOperation>) -> Timestamp? {
    let marks = operations.compactMap { operation -> Timestamp? in
      guard case .write(let path, _, let bytes) = operation, path.hasSuffix(".jsonl") else {
        return nil
      }
      return Self.lastMark(in: bytes)
    }
    return marks.last
  }

  private func lastMark(in files: [String: [UInt8]]) -> Timestamp? {
    files.filter { $0.key.hasSuffix(".jsonl") }.values.compactMap(Self.lastMark).max()
  }

  /// By another way than the scanner's: the text of the last line that begins so.
  private static func lastMark(in bytes: [UInt8]) -> Timestamp? {
    let start = #"{"type":"mark","ts":""#
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let last = lines.last { $0.hasPrefix(start) && $0.hasSuffix("}") }
    return last.flatMap { Timestamp($0.dropFirst(start.count).prefix(24)) }
  }
}

extension Workplace {
  /// The segments of a journal by their names.
  func files(in directory: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try names(directory) { files[name] = try bytes("\(directory)/\(name)") }
    return files
  }

  /// Writes files of a disk that stood below a directory into another.
  fileprivate func lay(
    _ files: [String: [UInt8]], below old: String, in new: String
  ) throws {
    try FileManager.default.createDirectory(
      atPath: file(new), withIntermediateDirectories: true)
    for (path, bytes) in files where path.hasPrefix("\(old)/") {
      try write(bytes, to: "\(new)/\(path.dropFirst(old.count + 1))")
    }
  }
}
