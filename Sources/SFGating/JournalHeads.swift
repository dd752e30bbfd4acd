import SFCore
import SFDigest
import SFGate
import SFJournal
import SFRun

/// What stands in journals, as SHA-256: so that it can be seen later that it is still the same.
enum JournalHeads {
  private static let block = 1 << 20

  /// The journal of each stage, up to its last mark.
  static func all(of session: GateSession) throws -> [GateFile.Journal] {
    try session.stages.map { stage in
      let path = "\(session.directory(of: stage))/journal"
      var reader = try JournalReader(path)
      return try journal(stage, path, upTo: try reader.head())
    }
  }

  /// The first that is another than was written down, as a sentence; `nil` where none is.
  static func change(of journals: [GateFile.Journal], in session: GateSession) throws -> String? {
    for known in journals {
      guard session.stages.contains(known.stage) else { return "\(known.stage) is gone" }
      let path = "\(session.directory(of: known.stage))/journal"
      if try journal(known.stage, path, upTo: known.mark) != known {
        return "the journal of \(known.stage) is another up to "
          + (known.mark.map { "\($0)" } ?? "its start")
      }
    }
    return nil
  }

  private static func journal(
    _ stage: String, _ path: String, upTo mark: Timestamp?
  ) throws -> GateFile.Journal {
    var reader = try JournalReader(path)
    var hash = SHA256(try SHA256Library.open())
    (try reader.header() ?? []).withUnsafeBytes { hash.update($0) }
    var position = reader.droppedMark
    while let mark, position.map({ $0 < mark }) ?? true,
      case .steps(let steps, let reached) = try reader.read(behind: position, most: block)
    {
      steps.withUnsafeBytes { steps in
        guard reached > mark else { return hash.update(steps) }
        // A block that reaches beyond the mark holds what has come since.
        var scanner = StepScanner(steps)
        var end = 0
        while let place = scanner.next(), place.mark <= mark { end = place.end }
        hash.update(UnsafeRawBufferPointer(rebasing: steps[..<end]))
      }
      position = reached
    }
    return GateFile.Journal(stage: stage, mark: mark, hash: hash.hexadecimal())
  }
}
