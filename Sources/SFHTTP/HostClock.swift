import SFCore
import SFRun

/// The time of a host, from what it last said and a clock that nobody sets.
///
/// What it said was true before it arrived, so that this clock is never ahead of the host's, and
/// behind it by no more than the answer took: a bar that is closed by this clock is closed.
public struct HostClock: Sendable {
  private let said: Int64
  private let arrival: Moment

  /// The host said `time`, in milliseconds since 1970, in an answer that arrived then.
  public init(said time: Int64, at arrival: Moment) {
    said = time
    self.arrival = arrival
  }

  /// The host's time at a moment, in milliseconds.
  public func time(at moment: Moment) -> Int64 { said + moment.since(arrival).milliseconds }

  /// The moment at which the host's time will be this; `never` for one that is too far away.
  public func moment(at time: Int64) -> Moment {
    let (distance, isBeyond) = time.subtractingReportingOverflow(said)
    return isBeyond ? .never : arrival + TimeSpan(milliseconds: distance)
  }
}
