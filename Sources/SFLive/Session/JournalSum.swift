import SFCore
import SFJournal
import SFRun

/// What stands in a journal up to a mark, as a number: to see that it is still the same.
struct JournalSum: Equatable {
  private(set) var fingerprint = Fingerprint()
  private(set) var bytes = 0

  private static let block = 1 << 20

  /// Sums up the header and all steps up to the mark; `nil` for a journal without any.
  init(_ journal: String, upTo mark: Timestamp?) throws {
    var reader = try JournalReader(journal)
    add(try reader.header() ?? [])
    guard let mark else { return }
    var position: Timestamp? = reader.droppedMark
    while position.map({ $0 < mark }) ?? true {
      guard
        case .steps(let steps, let reached) = try reader.read(behind: position, most: Self.block)
      else { return }
      // A block that reaches beyond the mark holds what may have come since.
      add(reached <= mark ? steps : Self.steps(steps, upTo: mark))
      position = reached
    }
  }

  private mutating func add(_ more: [UInt8]) {
    fingerprint.add(more)
    bytes += more.count
  }

  private static func steps(_ steps: [UInt8], upTo mark: Timestamp) -> [UInt8] {
    steps.withUnsafeBytes { buffer in
      var scanner = StepScanner(buffer)
      var end = 0
      while let place = scanner.next(), place.mark <= mark { end = place.end }
      return Array(steps[..<end])
    }
  }
}
