import SFCore

/// Equity over time in a bounded number of points, and what it was at the end of each day.
///
/// When there are too many, every second is dropped, and from then on every second one that comes:
/// the points stay about as far apart from each other.
public struct WatchedEquity: Sendable {
  public struct Point: Sendable, Equatable {
    public let at: Timestamp
    public let equity: Price
  }

  public private(set) var points: [Point] = []
  /// The last equity of each day, the day that runs included.
  public private(set) var days: [Point] = []
  private var stride = 1
  private var passed = 0

  public static let mostPoints = 512
  /// Three years: a session that runs longer forgets its first days.
  public static let mostDays = 1_100

  init() {}

  mutating func take(_ equity: Equity, at ts: Timestamp) {
    let point = Point(at: ts, equity: equity.equity)
    if let last = days.last, last.at.day == ts.day {
      days[days.count - 1] = point
    } else {
      days.append(point)
      if days.count > Self.mostDays { days.removeFirst() }
    }
    passed += 1
    guard passed >= stride else { return }
    passed = 0
    points.append(point)
    guard points.count > Self.mostPoints else { return }
    points = points.indices.filter { $0 % 2 == 0 }.map { points[$0] }
    stride *= 2
  }
}
