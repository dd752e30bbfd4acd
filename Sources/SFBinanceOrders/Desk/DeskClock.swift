import SFCore
import SFWire

/// The exchange's clock as the desk knows it, by a clock of its own that only goes on.
///
/// It is asked for five times in a row at the start, every ten minutes, and when the exchange refuses
/// a time; while it has jumped, and until it has been measured again, it is not trusted.
package struct DeskClock: Hashable, Sendable {
  package private(set) var offset = ExchangeOffset()
  private(set) var isTrusted = true
  /// When to ask, by one's own clock.
  package private(set) var due = Timestamp.earliest
  /// The question that is out, and when it left.
  private var asked: (number: Int, at: Timestamp)?

  private static let every: Int64 = 600_000
  /// A question without an answer is asked again.
  private static let patience: Int64 = 10_000

  package init() {}

  /// Goes on with what somebody has measured, in milliseconds.
  init(ahead: Int64) { offset = ExchangeOffset(ahead: ahead) }

  package static func == (a: DeskClock, b: DeskClock) -> Bool {
    a.offset == b.offset && a.isTrusted == b.isTrusted && a.due == b.due
      && a.asked?.number == b.asked?.number && a.asked?.at == b.asked?.at
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(offset) }

  /// It is to be asked, and may have to wait for a permit.
  package mutating func putOff(at own: Timestamp) { due = own + Self.patience }

  package mutating func ask(as number: Int, at own: Timestamp) {
    asked = (number, own)
    due = own + Self.patience
  }

  /// The exchange has refused a time.
  package mutating func doubt(at own: Timestamp) {
    guard isTrusted else { return }
    isTrusted = false
    due = own
  }

  /// The answer to a question; by how much the clock has jumped, if it has.
  package mutating func hear(_ value: JSONValue?, _ number: Int, at own: Timestamp) -> Int64? {
    guard let question = asked, question.number == number else { return nil }
    asked = nil
    guard let said = value?["serverTime"]?.integer else {
      due = own + 1_000
      return nil
    }
    let verdict = offset.measure(
      asked: question.at, heard: own, said: Timestamp(milliseconds: Int64(said)))
    switch verdict {
    case .measuring: due = own
    case .stable:
      isTrusted = true
      due = own + Self.every
    case .jumped(let difference):
      isTrusted = false
      due = own
      return difference
    }
    return nil
  }
}
