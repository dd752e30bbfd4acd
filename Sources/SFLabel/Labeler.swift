import SFCore

/// Says of each bar, or of each signal, what came of it.
///
/// A labeler sees every bar of its series once, in order. What it says of a
/// bar depends on later ones and is added when it has become known, never
/// before: so labels stand in a stream as any other fact, and the bar that they
/// are about is a key of theirs (`at`). Its configuration is `let`; what it
/// remembers can be encoded after any bar and does not grow beyond its window.
public protocol Labeler: Component {
  /// Whether it reads the volume; bars without one are then refused.
  static var needsVolume: Bool { get }

  /// Takes the next bar, and adds what has become known with it, by `at`.
  mutating func update(_ seen: SeenBar, into known: inout [Outcome])

  /// What is still open, by `at`: the stream may end here.
  var open: [Outcome] { get }
}

extension Labeler {
  public static var needsVolume: Bool { false }
}

/// A bar of the labeler's series, when it closed, and the signals about it.
public struct SeenBar {
  public let bar: Bar
  public let ts: Timestamp
  public let signals: [Signal]

  public init(_ bar: Bar, at ts: Timestamp, _ signals: [Signal] = []) {
    self.bar = bar
    self.ts = ts
    self.signals = signals
  }
}

/// What a labeler says of one bar or signal.
public struct Outcome: Sendable, Hashable, Codable {
  /// The bar that it is about.
  public var at: Timestamp
  /// The detector of the signal that it is about; `nil` for a bar.
  public var detector: String?
  /// The target; NaN where there is none.
  public var value: Double
  /// `nil` when the window has not closed.
  public var window: Label.Window?

  public init(
    at: Timestamp, detector: String? = nil, value: Double = .nan, window: Label.Window? = nil
  ) {
    self.at = at
    self.detector = detector
    self.value = value
    self.window = window
  }
}

/// A bar that waits for what will come of it.
struct Anchor: Sendable, Codable {
  let at: Timestamp
  let close: Price

  init(_ seen: SeenBar) {
    at = seen.ts
    close = seen.bar.close
  }

  /// The change of the price since, as a fraction.
  func change(to price: Price) -> Double {
    Double(price.units - close.units) / Double(close.units)
  }
  /// What following a direction to that price gained, as a fraction.
  func gain(at price: Price, _ direction: SignalDirection) -> Double {
    direction == .rise ? change(to: price) : -change(to: price)
  }
}
