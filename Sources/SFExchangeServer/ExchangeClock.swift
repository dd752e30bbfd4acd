import SFCore
import SFRun

/// How the exchange's time goes by.
enum ExchangePace: Equatable, Sendable {
  /// As the machine's, so many times as fast.
  case speed(Double)
  /// When it is told to.
  case step

  /// `real`, `speed=60` or `step`; `nil` for anything else.
  init?(_ text: String) {
    switch text {
    case "real": self = .speed(1)
    case "step": self = .step
    default:
      guard text.hasPrefix("speed="), let number = DecimalNumber(text.dropFirst(6))?.double,
        number > 0, number <= 100_000
      else { return nil }
      self = .speed(number)
    }
  }

  var text: String {
    switch self {
    case .speed(1): "real"
    case .speed(let number): "speed=\(number)"
    case .step: "step"
    }
  }
}

/// The exchange's time, from the machine's steady clock.
struct ExchangeClock: Sendable {
  let pace: ExchangePace
  private let clock: any Clock
  private let origin: Moment
  private var start: Timestamp

  /// It was `start` at a moment.
  init(_ pace: ExchangePace, start: Timestamp, at moment: Moment, _ clock: any Clock) {
    self.pace = pace
    self.start = start
    self.clock = clock
    origin = moment
  }

  var time: Timestamp {
    guard case .speed(let speed) = pace else { return start }
    return start + Int64(clock.now.seconds(since: origin) * speed * 1_000)
  }

  /// Goes on by so many milliseconds.
  mutating func step(_ milliseconds: Int64) { start = start + milliseconds }

  /// How long of the machine's time a length of the exchange's lasts, in milliseconds; none where
  /// time goes by steps.
  func machine(_ milliseconds: Int64) -> Int64 {
    guard case .speed(let speed) = pace else { return 0 }
    return Int64(Double(milliseconds) / speed)
  }
}
