import SFCore

/// The life of one order at a venue, as a value: what is heard of it goes in, what is to be done
/// comes out. It reads no clock: the time is that of the venue, and is handed in.
///
/// An outcome that is not known is never guessed. Who gets no answer asks, and believes "not found"
/// only behind the fence, when the order could not arrive any more, three times, and when nothing
/// else has seen it:
///
///     sent at 0 s, lost     ask at 0.5, 1.5, 3.5, 7.5, 15.5 s     fence: "not found" at 20, 22, 24 s
///
/// Exits persist: what of one is refused, expires or was never accepted is sent again, under a new
/// name, after 1, 2, 4 … 60 s. Entries do not: nothing old is bought.
public struct OrderLife: Hashable, Sendable, Codable {
  public let order: Order
  public private(set) var state = OrderState.intent
  /// What is known of each time that it was sent.
  private var tries: [Try] = []
  /// Why it was refused last; `nil` when it was not.
  public private(set) var reason: RefusalReason?

  /// The fills that are counted, by the venue's ids.
  private var fills: [String] = []
  /// When an order that was sent cannot arrive any more.
  private var fence = Timestamp.earliest
  private var queries = 0
  /// Answers behind the fence that say it is not there.
  private var absences = 0

  /// How long behind its sending an order may still arrive, in milliseconds: the venue's window, and
  /// what is put on top.
  private let window: Int64

  /// `receiveWindow` is how long the venue takes an order for one of now, in milliseconds.
  public init(_ order: Order, receiveWindow: Int64 = 5_000) {
    self.order = order
    window = receiveWindow + 15_000
  }

  /// What has filled of one sending: what its fills come to, or what the venue has said that they do,
  /// where some were not heard of.
  private struct Try: Hashable, Sendable, Codable {
    var counted: Int64 = 0
    var told: Int64 = 0
    /// Nothing more comes of it.
    var isOver = false

    var filled: Int64 { max(counted, told) }
  }

  /// How often it was sent.
  public var attempts: Int { tries.count }

  /// What has filled, of all that was sent.
  public var filled: Quantity { Quantity(units: tries.reduce(0) { $0 + $1.filled }) }

  /// What its fills come to that were heard of.
  public var counted: Quantity { Quantity(units: tries.reduce(0) { $0 + $1.counted }) }

  /// What is still to be bought or sold.
  public var remaining: Quantity { Quantity(units: max(0, order.quantity.units - filled.units)) }

  /// Whether the venue has said that more has filled than its fills come to that were heard of.
  public var missesFills: Bool { tries.contains { $0.told > $0.counted } }

  /// Whether what was sent last may still fill.
  public var isOut: Bool { tries.last?.isOver == false && !state.isFinal }

  /// Whether what was sent last cannot arrive any more, if it has not.
  public func isBehindFence(_ time: Timestamp) -> Bool { time >= fence }

  private static let believed = 3
  /// From one question behind the fence to the next at most, in milliseconds: who waits longer there
  /// only holds an exit up.
  private static let spacing: Int64 = 2_000

  /// Takes an event at a time; what is to be done then.
  public mutating func take(_ event: OrderEvent, at time: Timestamp) -> OrderAction {
    if state.isFinal {
      // What is late is counted all the same: a fill is a fact, whatever was said before.
      switch event {
      case .filled(let id, let quantity, let attempt): count(id, quantity, attempt)
      case .found(_, let total, let attempt): tell(total, attempt)
      default: break
      }
      return .done
    }
    switch event {
    case .committed: return state == .intent && attempts == 0 ? send(at: time) : .wait
    case .accepted:
      if state == .sent || state == .unknown { state = .working }
      return .wait
    case .filled(let id, let quantity, let attempt):
      count(id, quantity, attempt)
      return filledMore()
    case .ended(let end): return finish(end, at: time)
    case .rejected(let reason):
      guard isOut else { return .wait }
      self.reason = reason
      return finish(.refused, at: time)
    case .lost:
      guard isOut else { return .wait }
      state = .unknown
      (queries, absences) = (0, 0)
      return .waitUntil(time + pause(of: 0, first: 500))
    case .found(let found, let total, let attempt): return adopt(found, total, attempt, at: time)
    case .notFound(let isSeen): return miss(isSeen, at: time)
    case .givenUp(let reason):
      self.reason = reason
      state = filled > .zero ? .filled : .refused
      return .done
    case .due: return due(at: time)
    }
  }

  /// A fill proves that it is there; that nothing more comes, only its end does.
  private mutating func filledMore() -> OrderAction {
    if remaining == .zero {
      state = .filled
      return .done
    }
    if isOut, state != .unknown { state = .partlyFilled }
    return .wait
  }

  // MARK: Sending

  private mutating func send(at time: Timestamp) -> OrderAction {
    let rest = remaining
    tries.append(Try())
    state = .sent
    fence = time + window
    return .send(attempt: attempts, rest)
  }

  private mutating func due(at time: Timestamp) -> OrderAction {
    switch state {
    case .unknown: .query
    case .intent where attempts > 0: send(at: time)
    default: .wait
    }
  }

  /// Nothing more comes of an attempt.
  private mutating func finish(_ end: OrderState, at time: Timestamp) -> OrderAction {
    if let last = tries.indices.last { tries[last].isOver = true }
    guard order.intent == .exit, remaining > .zero else {
      state = remaining == .zero ? .filled : end
      return .done
    }
    state = .intent
    // A part that has filled whole says nothing against the next one.
    let refusals = end == .filled ? 0 : attempts - 1
    return .waitUntil(time + pause(of: refusals, first: 1_000))
  }

  /// Doubled each time, a minute at most.
  private func pause(of number: Int, first: Int64) -> Int64 {
    min(60_000, first << Int64(min(number, 16)))
  }

  // MARK: Asking

  /// What the venue says is so. What it says has filled counts, also where its fills were not heard of.
  private mutating func adopt(
    _ found: OrderState, _ total: Quantity, _ attempt: Int, at time: Timestamp
  ) -> OrderAction {
    tell(total, attempt)
    // Of a time before, or of one that is over, no word is news but that more has filled.
    guard attempt == attempts, isOut else { return filledMore() }
    if found.isFinal { return finish(found, at: time) }
    state = filled(of: attempt) > 0 ? .partlyFilled : .working
    return .wait
  }

  private mutating func tell(_ total: Quantity, _ attempt: Int) {
    guard tries.indices.contains(attempt - 1) else { return }
    tries[attempt - 1].told = max(tries[attempt - 1].told, total.units)
  }

  private func filled(of attempt: Int) -> Int64 { tries[attempt - 1].filled }

  private mutating func miss(_ isSeen: Bool, at time: Timestamp) -> OrderAction {
    guard state == .unknown else { return .wait }
    queries += 1
    absences = isSeen || time < fence ? 0 : absences + 1
    guard absences >= Self.believed else {
      return .waitUntil(
        min(time + pause(of: queries, first: 500), max(fence, time + Self.spacing)))
    }
    guard order.intent == .exit else {
      state = .neverAccepted
      return .done
    }
    return send(at: time)
  }

  private mutating func count(_ id: String, _ quantity: Quantity, _ attempt: Int) {
    guard tries.indices.contains(attempt - 1), !fills.contains(id) else { return }
    fills.append(id)
    tries[attempt - 1].counted += quantity.units
  }
}
