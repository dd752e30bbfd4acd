/// How much may be asked of a host in this minute.
///
/// Each request has a weight; the host counts the weights of all callers at one address in each
/// minute of its clock, and says what it has counted. Below 70 % of the limit nothing waits. Above, what is left of the minute is shared out over what is left of the
/// limit, so that requests go on and the limit is not met:
///
///     limit 6000, used 4800, 20 s left, weight 2: (6000 · 0.95 − 4800) / 2 = 450 requests,
///     one each 45 ms
///
/// At 95 % all wait for the next minute. Time is the host's, and is handed in; a number of it that
/// cannot be is taken for the nearest that can.
public struct WeightBudget: Sendable {
  /// `nil` until the host has said it.
  public private(set) var limit: Int?
  private var used = 0
  private var minute: Int64 = .min
  /// When the last request was let go.
  private var lastGone: Int64 = .min

  private static let slowAt = 0.7
  private static let stopAt = 0.95
  private static let window: Int64 = 60_000

  /// More than any host counts, and far from the end of the numbers.
  private static let most = 1_000_000_000

  public init(limit: Int? = nil) { self.limit = limit }

  /// Takes a limit above 0.
  public mutating func setLimit(_ limit: Int) { self.limit = min(limit, Self.most) }

  /// Counts a request that is sent.
  public mutating func spend(_ weight: Int, at now: Int64) {
    begin(now)
    used += weight
    lastGone = now
  }

  /// Takes the host's own count, which also holds what others at this address use.
  public mutating func note(used count: Int, at now: Int64) {
    begin(now)
    // Requests on their way are in our count and not yet in the host's. A count beyond the limit
    // says that the minute is used up, and no more than that.
    used = max(used, min(count, limit ?? Self.most))
  }

  /// How long a request of a weight has to wait, in milliseconds.
  public mutating func wait(for weight: Int, at now: Int64) -> Int64 {
    begin(now)
    guard let limit, Double(used + weight) > Self.slowAt * Double(limit) else { return 0 }
    let left = (minute + 1) * Self.window - now
    let free = Int(Self.stopAt * Double(limit)) - used
    // What no minute has room for goes first in one: waiting for another would not end.
    guard free >= weight else { return used == 0 ? 0 : left }
    let apart = left / Int64(free / weight)
    return lastGone == .min ? 0 : max(0, lastGone + apart - now)
  }

  private mutating func begin(_ now: Int64) {
    let current = now.quotientAndRemainder(dividingBy: Self.window).quotient
    guard current != minute else { return }
    minute = current
    used = 0
  }
}
