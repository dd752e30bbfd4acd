import SFCore

/// What the venue's stream has said: what it holds, and what persons have said to it.
public struct VenueState: Sendable {
  /// What it lets out.
  public enum Mode: String, Sendable, CaseIterable {
    case active
    case reducing
    case halted
  }

  public private(set) var mark: Timestamp?
  public private(set) var account: Account?
  public private(set) var mode = Mode.active
  /// What was said last; `nil` where nothing was.
  public private(set) var lastWord: Control?
  public private(set) var lastWordAt: Timestamp?
  /// What it said last of an order, or of itself, in words; `nil` before.
  public private(set) var lastAnswer: (text: String, at: Timestamp)?

  init() {}

  /// `own` says that the stream is the venue's alone.
  mutating func take(_ step: borrowing Step, own: Bool) {
    mark = step.ts
    if let text = Self.answer(in: step, own: own) { lastAnswer = (text, step.ts) }
    if let account = step.messages(of: Account.self).last { self.account = account }
    for control in step.messages(of: Control.self) {
      (lastWord, lastWordAt) = (control, step.ts)
      switch control.action {
      case .halt: mode = .halted
      case .reduce: mode = .reducing
      case .resume: mode = .active
      case .exit, .cancel, .settle, .allow, .pause: break
      }
    }
  }
}

extension VenueState {
  /// The last thing that a step says of what was asked of a venue.
  private static func answer(in step: borrowing Step, own: Bool) -> String? {
    if own, let alert = step.messages(of: Alert.self).last { return alert.text }
    if let refusal = step.refusals.last, refusal.by == "venue" {
      let subject: String
      switch refusal.subject {
      case .order(let id): subject = "order \(id)"
      default: subject = refusal.symbol.text
      }
      return "\(subject) refused: \(refusal.reason.rawValue)"
    }
    guard let fill = step.fills.last else { return nil }
    let side = fill.side == .buy ? "bought" : "sold"
    return "\(side) \(fill.quantity) \(fill.symbol) at \(fill.price), order \(fill.order)"
  }
}

/// Whether trader and venue say the same of what was bought and sold.
///
/// A fill that only one of them has said waits until both streams are past its mark. What one has
/// said before the other's stream begins does not count: it may have been dropped there.
public struct FillAgreement: Sendable {
  enum Side { case trader, venue }

  private var first: [Side: Timestamp] = [:]
  private var last: [Side: Timestamp] = [:]
  private var waiting: [String: (at: Timestamp, side: Side)] = [:]

  init() {}

  mutating func take(_ step: borrowing Step, of side: Side) {
    if first[side] == nil { first[side] = step.ts }
    last[side] = step.ts
    for fill in step.fills {
      if let other = waiting[fill.id], other.side != side {
        waiting[fill.id] = nil
      } else {
        waiting[fill.id] = (step.ts, side)
      }
    }
  }

  /// What one of them has said and the other has not, though it is past: by id.
  public var unexplained: [(id: String, says: String)] {
    guard let begin = [Side.trader, .venue].compactMap({ first[$0] }).max(), first.count == 2,
      let past = last.values.min()
    else { return [] }
    return waiting.filter { $0.value.at >= begin && $0.value.at < past }
      .map { ($0.key, $0.value.side == .venue ? "the venue" : "the strategy") }
      .sorted { $0.id < $1.id }
  }
}
