import SFCore
import SFFetch
import SFJournal
import SFRun

/// The journal of a stage of this process, read as it grows; who keeps up is handed what was appended.
final class LocalSupply: StepSupply {
  private unowned let producer: any StepProducer
  private var reader: JournalReader?
  /// The mark up to which it has handed out all; `nil` for the start.
  private(set) var position: Timestamp?
  private var hasHeader = false

  /// Bytes of steps that are handed on at once, unless one is longer.
  private static let most = 1 << 16

  init(_ producer: any StepProducer) { self.producer = producer }

  var journal: String? { producer.facts.id }
  let descriptor: Int32 = -1

  func begin(behind mark: Timestamp?) {
    (reader, position, hasHeader) = (nil, mark, false)
  }

  func advance(_ now: Moment) -> Moment { .never }

  func next() throws -> SuppliedLines {
    guard hasHeader else {
      guard let header = producer.header else { return .nothing }
      hasHeader = true
      return .header(header)
    }
    let facts = producer.facts
    switch facts.answer(behind: position) {
    case .wait: return .nothing
    case .end: return .end(producer.tail)
    case .gone: throw FetchError.gone(behind: position, floor: facts.floor)
    case .reset(let reason): throw FetchError.reset(reason)
    case .steps: return try steps(facts)
    }
  }

  private func steps(_ facts: JournalFacts) throws -> SuppliedLines {
    if let latest = producer.latest, latest.behind == position,
      facts.head.map({ latest.upTo <= $0 }) ?? false
    {
      position = latest.upTo
      return .steps(latest.bytes)
    }
    if reader == nil { reader = try JournalReader(producer.journalPath) }
    switch try reader?.read(behind: position, most: Self.most) {
    case .steps(let bytes, let mark):
      // What is not on the disk yet, since that has failed, is shown to nobody.
      guard let head = facts.head, mark <= head else { return .nothing }
      position = mark
      return .steps(bytes)
    case .gone(let floor): throw FetchError.gone(behind: position, floor: floor)
    case .tail, .nothing, nil: return .nothing
    }
  }
}
