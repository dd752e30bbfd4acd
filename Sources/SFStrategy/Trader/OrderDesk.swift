import SFCore

/// Takes the orders of a trader, and hands back what is answered at once.
///
/// Between processes that is nothing: answers come with the next mark. A desk that fills at the
/// close at which an order was decided answers in the trader's turn, so that the next entry sees
/// what this one has left.
public protocol OrderDesk {
  /// An order that was decided at this mark.
  mutating func place(
    _ order: consuming Order, _ step: inout Step
  ) throws(StageError) -> [Answer]

  /// An exit that fills at once: at a level that a bar has met, or at the last close of a run.
  mutating func fill(
    _ order: consuming Order, at level: Level, time: Timestamp, _ step: inout Step
  ) throws(StageError) -> [Answer]

  mutating func cancel(_ cancel: Cancel, _ step: inout Step) throws(StageError) -> [Answer]
}
