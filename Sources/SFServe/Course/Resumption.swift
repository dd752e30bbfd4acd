import SFCore

/// How a stage goes on: what it is told, where its inputs begin, and what becomes of what it writes
/// that stands in its journal already. J is the last mark of the journal.
///
///     derived     starts at its newest checkpoint P ≤ J, gets its inputs behind P, writes (P, J] again
///     warmed up   starts so many marks before J, and is not held to what it writes up to J
///     origin      is told J, and goes on behind it; its inputs begin at the mark before J
package struct Resumption: Equatable, Sendable {
  /// What becomes of steps that the journal has.
  package enum Again: Equatable, Sendable {
    /// There are none: the child writes behind this mark.
    case nothing
    /// Those behind a mark, up to J, must be the bytes that stand there; those before are kept no
    /// longer.
    case compared(behind: Timestamp?, upTo: Timestamp)
    /// They are dropped, whatever they are.
    case dropped(upTo: Timestamp)
  }

  /// The checkpoint that it goes on from; `nil` for none.
  package var checkpoint: Timestamp?
  /// The mark behind which an origin goes on; `nil` for the start.
  package var after: Timestamp?
  /// The mark behind which its inputs begin; `nil` for the start.
  package var inputsBehind: Timestamp?
  /// The mark behind which it writes; `nil` for the start.
  package var writesBehind: Timestamp?
  package var again: Again

  package init(
    checkpoint: Timestamp? = nil, after: Timestamp? = nil, inputsBehind: Timestamp? = nil,
    writesBehind: Timestamp? = nil, again: Again
  ) {
    self.checkpoint = checkpoint
    self.after = after
    self.inputsBehind = inputsBehind
    self.writesBehind = writesBehind
    self.again = again
  }

  /// An origin with this journal. Its answers of J stand there, but what came to it at J need not
  /// have been taken: that comes once more, and the ids in it say what has.
  package static func ofOrigin(head: Timestamp?, before: Timestamp?) -> Resumption {
    Resumption(after: head, inputsBehind: before, writesBehind: head, again: .nothing)
  }

  /// A derived stage with these checkpoints, in any order; `dropped` is the last mark that its
  /// journal keeps no longer.
  package static func ofDerived(
    head: Timestamp?, checkpoints: [Timestamp], dropped: Timestamp?
  ) -> Resumption {
    guard let head else { return Resumption(again: .nothing) }
    let newest = checkpoints.filter { $0 <= head }.max()
    let behind = [newest, dropped].compactMap { $0 }.max()
    return Resumption(
      checkpoint: newest, inputsBehind: newest, writesBehind: newest,
      again: newest == head ? .nothing : .compared(behind: behind, upTo: head))
  }

  /// A stage that begins at a mark before J, or at the start.
  package static func ofWarmedUp(head: Timestamp?, from mark: Timestamp?) -> Resumption {
    guard let head else { return Resumption(again: .nothing) }
    return Resumption(inputsBehind: mark, writesBehind: mark, again: .dropped(upTo: head))
  }

  /// The variables by which a stage learns it, each with its value or with none. A rehearsal saves
  /// itself each day of the market, since each checkpoint waits for the disk.
  package func variables(
    checkpoints: String?, recorded: String?, ledger: String? = nil, isRehearsal: Bool = false
  ) -> [(name: String, value: String?)] {
    [
      ("SF_CHECKPOINT", checkpoints),
      // None goes but by whoever knows which are needed.
      ("SF_CHECKPOINT_KEEP", checkpoints.map { _ in "0" }),
      ("SF_CHECKPOINT_EVERY", checkpoints.flatMap { _ in isRehearsal ? "1d" : nil }),
      ("SF_RESUME", checkpoint.map(MarkName.text)),
      ("SF_AFTER", after?.description),
      ("SF_RECORDED", recorded),
      ("SF_LEDGER", ledger),
      ("SF_LEDGER_SYNC", ledger.flatMap { _ in isRehearsal ? "never" : nil }),
    ]
  }
}
