import SFCore
import SFRun

/// The machine's time as it would be had nobody set it since it was looked at first.
package struct SteadyTime {
  private let clock: any Clock
  private let origin: (time: Timestamp, moment: Moment)

  package init(_ clock: any Clock) {
    self.clock = clock
    origin = (clock.time, clock.now)
  }

  package var now: Timestamp { origin.time + clock.now.since(origin.moment).milliseconds }
}
