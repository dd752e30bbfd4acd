import SFBroker
import SFCore
import SFRisk
import SFStrategy

/// The way of an order in one process, and what the venue answers at once.
struct VirtualDesk: OrderDesk, Sendable, Codable {
  private var gate = OpenGate()
  var turns: VenueTurns

  init(_ turns: VenueTurns) { self.turns = turns }

  mutating func place(
    _ order: consuming Order, _ step: inout Step
  ) throws(StageError) -> [Answer] {
    try turns.venue.accept(gate.judge(order), &step)
  }

  mutating func fill(
    _ order: consuming Order, at level: Level, time: Timestamp, _ step: inout Step
  ) throws(StageError) -> [Answer] {
    try turns.venue.accept(gate.judge(order), at: level, time: time, &step)
  }

  mutating func cancel(_ cancel: Cancel, _ step: inout Step) -> [Answer] {
    turns.venue.accept(gate.judge(cancel))
  }
}
