import SFCore
import SFRun

/// What a serving process waits for.
///
/// Lines come at each mark, and to ask for everything each time would cost more than to hand them on:
/// while lines come without a pause, the rest is asked for at times.
struct ServingWait {
  private var lines: WaitSet
  private var all: WaitSet
  /// Whether `lines` was asked last.
  private var hasLines = false
  private var wasAskedForAll = Moment.past

  /// How long the rest waits at most.
  private static let pause = TimeSpan.milliseconds(2)

  init(stop: Int32) {
    lines = WaitSet(stop: stop)
    all = lines
    all.look()
  }

  /// What has come; the rest has not been asked for.
  var come: WaitSet { hasLines ? lines : all }

  /// `atTimes`: for what may wait a little, which lines may not: the end of a child, what it says to
  /// people, who asks for the first time.
  mutating func watch(
    _ descriptor: Int32, _ wanted: WaitSet.Readiness, atTimes: Bool = false
  ) {
    if !atTimes { lines.watch(descriptor, wanted) }
    all.watch(descriptor, wanted)
  }

  /// Waits until something comes, or `deadline`; returns the time behind that.
  mutating func wait(until deadline: Moment, _ now: Moment, _ clock: any Clock) -> Moment {
    let pause = wasAskedForAll + Self.pause
    hasLines = pause > now && lines.wait(until: min(deadline, pause), clock)
    if hasLines { return clock.now }
    _ = all.wait(until: deadline, clock)
    wasAskedForAll = clock.now
    return wasAskedForAll
  }
}
