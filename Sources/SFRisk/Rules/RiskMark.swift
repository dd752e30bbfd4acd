import SFCore

/// What is known at a mark: after fills, before the first order.
///
/// The gate has one, and lends it to the rules at every mark: it is `inout` there because handing it
/// over in any other way counts the references of each list in it.
public struct RiskMark: Sendable, Codable {
  public private(set) var time = Timestamp.earliest
  public internal(set) var book: RiskBook
  public private(set) var market: RiskMarket
  /// The session's own equity at the last closes, where rules are asked.
  public internal(set) var equity: Money

  init(_ rules: RiskRules) {
    book = RiskBook(capital: Money(rules.capital))
    market = RiskMarket(interval: rules.interval, lots: rules.lots)
    equity = book.cash
  }

  /// The round trips that ended at this mark.
  public var closed: [RoundTrip] { book.closed }

  /// Takes the market of a step and the answers to earlier orders. The step is `inout` because
  /// handing it over in any other way copies it.
  mutating func take(_ step: inout Step, _ answers: [Answer]) throws(StageError) {
    time = step.ts
    book.beginMark()
    try market.learn(&step)
    // Fees in a third asset are worth what it closed at before, for the trader as for the gate.
    if !answers.isEmpty {
      for answer in answers { try book.take(answer, market, at: time) }
    }
    market.close(&step)
  }

  /// Looks what the book is worth.
  mutating func value() throws(StageError) {
    guard let equity = book.equity(at: market.closes) else { throw .outOfRange("the equity") }
    self.equity = equity
  }
}

/// An order or a cancel that was let through.
public struct PassedRequest: Sendable {
  public let time: Timestamp
  public let series: SeriesIndex
  /// The entry that it is; `nil` for an exit or a cancel.
  public let entry: RiskEntry?

  init(time: Timestamp, series: SeriesIndex) {
    self.time = time
    self.series = series
    entry = nil
  }

  init(_ entry: RiskEntry) {
    time = entry.time
    series = entry.series
    self.entry = entry
  }
}
