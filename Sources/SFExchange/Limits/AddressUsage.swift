import SFBinance
import SFCore

/// What an address has used, and whether it is still let in.
///
/// Beyond the limit each request is a 429; who does not stop is banned, for two minutes first and
/// twice as long each time, up to three days.
package struct AddressUsage: Equatable, Sendable {
  package private(set) var weight: UsageWindow
  package private(set) var requests: UsageWindow
  private var bannedUntil: Timestamp?
  private var bans = 0
  private var ignored = 0

  /// So many requests beyond the limit are a ban.
  private static let patience = 10
  private static let shortestBan: Int64 = 120_000
  private static let longestBan: Int64 = 3 * Timestamp.millisecondsPerDay

  package init(weight: Int, requests: Int) {
    self.weight = UsageWindow(1, .minute, limit: weight)
    self.requests = UsageWindow(5, .minute, limit: requests)
  }

  /// Counts a request of some weight; says how it is turned away, if it is.
  package mutating func use(_ amount: Int, at time: Timestamp) -> APIReply? {
    weight.advance(to: time)
    requests.advance(to: time)
    if let until = bannedUntil, time < until { return Self.banned(until, at: time) }
    bannedUntil = nil
    weight.use(amount)
    requests.use(1)
    guard weight.used > weight.limit || requests.used > requests.limit else {
      ignored = 0
      return nil
    }
    ignored += 1
    if ignored > Self.patience { return ban(for: nextBan, at: time) }
    let window = weight.used > weight.limit ? weight : requests
    return refusal(for: window.end - time, at: time)
  }

  package mutating func giveBack(_ amount: Int) { weight.giveBack(amount) }

  /// Turns the address away for a length of time, in milliseconds.
  package mutating func ban(for length: Int64, at time: Timestamp) -> APIReply {
    bans += 1
    ignored = 0
    let until = time + length
    bannedUntil = until
    return Self.banned(until, at: time)
  }

  private var nextBan: Int64 { min(Self.longestBan, Self.shortestBan << Int64(min(bans, 12))) }

  /// Turns one request away, with a length of time to keep away, in milliseconds.
  package func refusal(for length: Int64, at time: Timestamp) -> APIReply {
    var reply = APIReply(
      SpotRefusal(
        .tooManyRequests,
        "Too much request weight used; current limit is \(weight.limit) request weight per "
          + "\(weight.count) \(weight.unit). Please use WebSocket Streams for live updates to "
          + "avoid polling the API."))
    reply.headers = [Self.retryAfter(time + length, at: time)]
    return reply
  }

  private static func banned(_ until: Timestamp, at time: Timestamp) -> APIReply {
    var reply = APIReply(
      SpotRefusal(
        .tooManyRequests,
        "Way too much request weight used; IP banned until \(until.milliseconds). Please use "
          + "WebSocket Streams for live updates to avoid bans."))
    reply.status = 418
    reply.headers = [retryAfter(until, at: time)]
    return reply
  }

  private static func retryAfter(_ end: Timestamp, at time: Timestamp) -> APIReply.Header {
    APIReply.Header(name: "Retry-After", value: "\(max(1, (end - time + 999) / 1_000))")
  }
}
