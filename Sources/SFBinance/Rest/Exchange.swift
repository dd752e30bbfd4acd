import SFCore
import SFWire

/// Binance, as far as it is asked for market data: its time, its limits, its answers.
public final class Exchange {
  public static let standardURL = "https://api.binance.com"

  /// How many requests are under way at most.
  public let atOnce: Int
  private let courier: Courier
  private let base: String
  /// The longest that an answer may take, in milliseconds.
  private let timeLimit: Int
  private var clock = ServerClock(said: MachineTime.believed, at: MachineTime.steady)
  private var tags = 0
  /// The question for the time that is under way.
  private var timeTag: Int?
  private var nextTime: Int64 = .max

  /// How long a machine's clock keeps the exchange's time.
  private static let timeApart: Int64 = 600_000

  public init(_ courier: Courier, base: String, atOnce: Int, timeLimit: Int) {
    self.courier = courier
    var base = base
    while base.hasSuffix("/") { base.removeLast() }
    self.base = base
    self.atOnce = atOnce
    self.timeLimit = timeLimit
    courier.exchangeTime = { [unowned self] in time }
  }

  /// The time of the exchange, in milliseconds; of this machine until the two have met.
  public var time: Int64 { clock.time(at: MachineTime.steady) }

  /// The moment of the steady clock at which it will be that time.
  func steady(at time: Int64) -> Int64 { clock.steady(at: time) }

  /// How far the exchange's clock is ahead of the machine's, in milliseconds.
  public var offset: Int64 { time - MachineTime.believed }

  public var isStopped: Bool { StopDescriptor.isReadable(courier.stop) }

  // MARK: Meeting

  /// Asks for the time, for the limits, and whether it knows the symbols; `false` when the run is
  /// to stop.
  public func meet(_ symbols: [Symbol]) throws -> Bool {
    // The time first: the exchange counts what is used in minutes of its own.
    try learn(.time, setTime) && learn(.information(of: symbols), setLimit)
  }

  /// Asks until the answer can be read.
  private func learn(
    _ query: ExchangeQuery, _ read: ([UInt8]) throws(UnreadableAnswer) -> Void
  ) throws -> Bool {
    let tag = ask(query)
    while let (_, body) = try receive(until: .max) {
      do throws(UnreadableAnswer) {
        try read(body)
        return true
      } catch {
        try courier.askAgain(tag, because: error.reason)
      }
    }
    return false
  }

  private func setTime(_ body: [UInt8]) throws(UnreadableAnswer) {
    guard let time = try JSONValue(answer: body)["serverTime"]?.integer else {
      throw UnreadableAnswer(reason: "found \(body.excerpt), expected the exchange's time")
    }
    clock = ServerClock(said: Int64(time), at: MachineTime.steady)
    nextTime = MachineTime.steady + Self.timeApart
  }

  private func setLimit(_ body: [UInt8]) throws(UnreadableAnswer) {
    let limits = try JSONValue(answer: body)["rateLimits"]?.array ?? []
    let weight = limits.first {
      $0["rateLimitType"]?.string == "REQUEST_WEIGHT" && $0["interval"]?.string == "MINUTE"
        && $0["intervalNum"]?.integer == 1
    }
    guard let limit = weight?["limit"]?.integer, limit > 0 else {
      throw UnreadableAnswer(
        reason: "found \(body.excerpt), expected the limit of the weight a minute")
    }
    courier.budget.setLimit(limit)
  }

  // MARK: Questions

  /// Questions that have no answer yet.
  var open: Int { courier.open }

  /// Asks; the answer comes from `next` with this tag.
  func ask(_ query: ExchangeQuery) -> Int {
    tags += 1
    courier.ask(query.request(base, timeLimit: timeLimit), tag: tags, weight: query.weight)
    return tags
  }

  /// Asks again for what could not be read.
  func askAgain(_ tag: Int, because reason: String) throws {
    try courier.askAgain(tag, because: reason)
  }

  /// The next answer; `nil` once the steady clock is at `deadline`, or when the run is to stop.
  func next(until deadline: Int64) throws -> (tag: Int, body: [UInt8])? {
    while true {
      if timeTag == nil, MachineTime.steady >= nextTime { timeTag = ask(.time) }
      guard let (tag, body) = try receive(until: min(deadline, nextTime)) else {
        if timeTag == nil, !isStopped, MachineTime.steady < deadline { continue }
        return nil
      }
      guard tag == timeTag else { return (tag, body) }
      do throws(UnreadableAnswer) {
        try setTime(body)
        timeTag = nil
      } catch {
        try courier.askAgain(tag, because: error.reason)
      }
    }
  }

  private func receive(until deadline: Int64) throws -> (tag: Int, body: [UInt8])? {
    guard let (tag, reply) = try courier.next(until: deadline) else { return nil }
    guard case .answer(let answer) = reply else {
      throw ExchangeError(.unavailable, "\(base) has no such endpoint: it is no Binance")
    }
    return (tag, answer.body)
  }

  /// The pages that a span of a series would be asked for in, as URLs: what a dry run prints.
  public static func pages(_ base: String, _ series: Series, _ span: Span) -> [String] {
    let length = BarGrid(series.interval).length * HistoryPlan.page
    return stride(from: span.from, to: span.to, by: Int(length)).map { from in
      ExchangeQuery.klines(series, Span(from, min(span.to, from + length))).url(base)
    }
  }
}
