import SFCore
import SFStats

/// What is known of a session: its streams, fed step by step, and what its machine says.
///
/// Streams may come in any order and at any pace: each part learns from one of them, and what is
/// compared between two waits until both have come so far.
public struct SessionState: Sendable {
  /// What people call it: its directory, or `-`.
  public let name: String
  public private(set) var market = MarketState()
  public private(set) var signals = SignalState()
  public private(set) var book = BookState()
  public private(set) var venue = VenueState()
  public private(set) var fills = FillAgreement()
  public private(set) var said = SaidAlerts()
  /// What no line says.
  public var machine = MachineState()
  /// What its backtest led to expect; `nil` where none was given.
  public var expectation: ExpectationCone?

  public init(_ name: String) { self.name = name }

  /// Takes a step of one of its streams, for what it is read for.
  public mutating func take(_ step: borrowing Step, of stage: String, for roles: StreamRoles) {
    if roles.contains(.market) { market.take(step) }
    if roles.contains(.signals) { signals.take(step) }
    if roles.contains(.trader) {
      book.take(step)
      if roles != .whole { fills.take(step, of: .trader) }
    }
    if roles.contains(.venue) {
      venue.take(step, own: roles != .whole)
      if roles != .whole { fills.take(step, of: .venue) }
    }
    if roles.contains(.alerts) { said.take(step, of: stage) }
  }

  /// The newest mark of any stream; `nil` before the first.
  public var mark: Timestamp? {
    [market.mark, signals.mark, book.mark, venue.mark].compactMap(\.self).max()
  }

  /// What alerts that were said since this was asked last have become.
  public mutating func takeSaid() -> [SaidAlert] { said.drain() }

  /// What an open position is worth above its cost, in quote currency, at the last close; `nil`
  /// where there is none.
  public func gain(of position: PositionChange) -> Double? {
    guard let close = market.closes[position.symbol] else { return nil }
    let moved = close.double - position.entryPrice.double
    return moved * Double(position.direction.sign) * position.quantity.double
  }

  /// How many bars have passed since a position was opened; `nil` where no bar tells.
  public func age(of position: PositionChange) -> Int? {
    guard let mark, let interval = market.interval else { return nil }
    return Int(max(0, mark - position.entryTime) / interval)
  }
}

/// For what a stream is read: of what several stages write, the one counts whose it is.
public struct StreamRoles: OptionSet, Sendable, Hashable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let market = StreamRoles(rawValue: 1)
  public static let signals = StreamRoles(rawValue: 2)
  public static let trader = StreamRoles(rawValue: 4)
  public static let venue = StreamRoles(rawValue: 8)
  public static let alerts = StreamRoles(rawValue: 16)

  /// One stream alone, which says all that is known.
  public static let whole: StreamRoles = [.market, .signals, .trader, .venue, .alerts]

  /// The lines that are read for it, beside header, mark and end.
  public var types: LineTypes {
    var types: LineTypes = []
    if contains(.market) { types.formUnion(LineTypes([.bar, .gap])) }
    if contains(.signals) { types.insert(LineTypes(.signal)) }
    if contains(.trader) {
      types.formUnion(LineTypes([.order, .fill, .refusal, .position, .equity]))
    }
    if contains(.venue) { types.formUnion(LineTypes([.account, .control, .fill, .refusal])) }
    if contains(.alerts) { types.insert(LineTypes(.alert)) }
    return types
  }
}
