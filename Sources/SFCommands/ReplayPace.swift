import ArgumentParser
import SFCore
import SFRun
import SFTool

/// How fast stored bars are handed out: so many times as fast as they came to be.
package enum ReplaySpeed: Equatable {
  case times(Double)
  /// Without waiting.
  case max
}

extension ReplaySpeed: ExpressibleByArgument {
  package init?(argument: String) {
    if argument == "max" {
      self = .max
      return
    }
    guard argument.hasSuffix("x"), let number = DecimalNumber(argument.dropLast())?.double,
      number > 0, number <= 1e9
    else { return nil }
    self = .times(number)
  }

  /// As it stands on a command line.
  var text: String {
    switch self {
    case .max: "max"
    case .times(let number): "\(number)x".replacing(".0x", with: "x")
    }
  }
}

/// Holds steps back until their time has come, the first of them being now.
///
/// Whoever is late does not wait: a pause of the reader is made up for by what follows.
package struct ReplayPace {
  /// Milliseconds of the market in one of the clock.
  private let speed: Double
  private let clock: any Clock
  /// That the run is to stop ends a wait.
  private var awaited = WaitSet(stop: Interruption.descriptor)
  private var start: (ts: Timestamp, moment: Moment)?

  /// `nil` where nothing waits.
  package init?(_ speed: ReplaySpeed?, _ clock: any Clock) {
    guard case .times(let speed) = speed else { return nil }
    self.speed = speed
    self.clock = clock
  }

  /// Waits until it is `ts`, or until the run is to stop; `beforeWaiting` is called if it has to.
  package mutating func wait(until ts: Timestamp, _ beforeWaiting: (() throws -> Void)?) throws {
    guard let start else {
      start = (ts, clock.now)
      return
    }
    let due = start.moment.later(bySeconds: Double(ts - start.ts) / speed / 1_000)
    guard due > clock.now else { return }
    try beforeWaiting?()
    _ = awaited.wait(until: due, clock)
  }
}
