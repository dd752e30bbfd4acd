import ArgumentParser
import SFCore
import SFTool

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How fast stored bars are handed out: so many times as fast as they came to be.
enum ReplaySpeed: Equatable {
  case times(Double)
  /// Without waiting.
  case max
}

extension ReplaySpeed: ExpressibleByArgument {
  init?(argument: String) {
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
  private var start: (ts: Timestamp, nanoseconds: Int64)?

  /// `nil` where nothing waits.
  init?(_ speed: ReplaySpeed?) {
    guard case .times(let speed) = speed else { return nil }
    self.speed = speed
  }

  /// Waits until it is `ts`, or until the run is to stop; `beforeWaiting` is called if it has to.
  mutating func wait(until ts: Timestamp, _ beforeWaiting: (() throws -> Void)?) throws {
    guard let start else {
      start = (ts, Self.now())
      return
    }
    let due = start.nanoseconds + Int64((Double(ts - start.ts) / speed * 1e6).rounded())
    var left = due - Self.now()
    if left > 0 { try beforeWaiting?() }
    while left > 0, !Interruption.isRequested {
      var stop = pollfd(fd: Interruption.descriptor, events: Int16(POLLIN), revents: 0)
      // A signal between the question and the wait has made the descriptor readable.
      poll(&stop, 1, Int32(clamping: left / 1_000_000 + 1))
      left = due - Self.now()
    }
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
