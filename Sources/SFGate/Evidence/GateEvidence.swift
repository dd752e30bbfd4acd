import SFCore

/// What is known of a session, and of the backtests beside it: all that a gate judges by.
public struct GateEvidence: Sendable {
  /// What was received of the marks of a day.
  public struct Reception: Hashable, Sendable {
    public let day: Int64
    /// Marks that the market has in a day, or had if those are more.
    public let marks: Int
    public let inTime: Int

    public init(day: Int64, marks: Int, inTime: Int) {
      (self.day, self.marks, self.inTime) = (day, marks, inTime)
    }
  }

  /// What a comparison with a backtest came to.
  public enum Comparison: Hashable, Sendable {
    case same(stages: Int, bytes: Int)
    case differs(String)
    /// Nobody could compare.
    case unknown(String)
  }

  /// What the ledger of the venue knows of the market.
  public struct Quotes: Hashable, Sendable {
    /// Marks with orders.
    public let marks: Int
    /// Those of them with the quotes of all their orders.
    public let quoted: Int
    /// What the fills would have brought more at the quotes of their decisions, in quote currency.
    public let difference: Double
    /// What the fills cost against those, in basis points; `nil` without one.
    public let shortfall: Double?

    public init(marks: Int, quoted: Int, difference: Double, shortfall: Double?) {
      (self.marks, self.quoted) = (marks, quoted)
      (self.difference, self.shortfall) = (difference, shortfall)
    }
  }

  /// A stage as a process.
  public struct StageLife: Hashable, Sendable {
    public let name: String
    /// It was killed and has caught up with the same bytes.
    public let hasRecovered: Bool
    /// Why a kill was not survived; `nil` where none was not.
    public let loss: String?
    /// What was wrong with it; `nil` for nothing.
    public let fault: String?

    public init(name: String, hasRecovered: Bool, loss: String? = nil, fault: String? = nil) {
      (self.name, self.hasRecovered, self.loss, self.fault) = (name, hasRecovered, loss, fault)
    }
  }

  /// Whether stored bars went through: nothing of it was lived.
  public var isReplay: Bool
  /// Until when the strategy has learned; `nil` where it traded from its start.
  public var tradeFrom: Timestamp?
  public var receptions: [Reception] = []
  /// What the strategy wrote.
  public var trader: GateRun
  /// What the gate let through; `nil` without one.
  public var gate: GateRun?
  /// The rules of the gate, by their kinds.
  public var rules: [String] = []
  /// What the venue answered; `nil` where the strategy holds it itself.
  public var venue: GateRun?
  public var comparison = Comparison.unknown("nobody has compared")
  /// What the same text brings over the complete market; a reason where nobody knows.
  public var complete: Result<GateRun, Missing>
  public var quotes: Result<Quotes, Missing>
  /// What the strategy assumes that a fill costs beside its fee, as a fraction.
  public var slippage = 0.0
  /// The daily returns of a backtest; `nil` where none was given.
  public var expected: [Double]?
  public var stages: [StageLife] = []

  /// Why something is not known.
  public struct Missing: Error, Hashable, Sendable {
    public let reason: String
    public init(_ reason: String) { self.reason = reason }
  }

  public init(isReplay: Bool, trader: GateRun) {
    self.isReplay = isReplay
    self.trader = trader
    complete = .failure(Missing("no backtest over the complete market was made"))
    quotes = .failure(Missing("there is no ledger"))
  }
}

// MARK: - The days that are judged

extension GateEvidence {
  /// Days that are whole: traded from their begin to their end.
  public var wholeDays: [Int64] {
    trader.days.filter { day in
      let begin = Timestamp(milliseconds: day.number * Timestamp.millisecondsPerDay)
      let end = begin + Timestamp.millisecondsPerDay
      // The first bar of a day closes an interval behind its begin.
      let isFromStart = day.first - begin <= Timestamp.millisecondsPerDay / 8
      let isTraded = tradeFrom.map { $0 <= begin } ?? true
      return isFromStart && isTraded && day.last == end
    }.map(\.number)
  }

  /// The newest whole days on end: as many as are asked for, or more until there are enough round
  /// trips; `nil` before the first.
  public func window(_ terms: GateTerms) -> ClosedRange<Int64>? {
    let days = wholeDays
    guard let last = days.last else { return nil }
    var first = last
    var count = 1
    for day in days.dropLast().reversed() where day == first - 1 {
      if count >= terms.days, trader.trips(of: first...last).count >= terms.roundTrips { break }
      first = day
      count += 1
    }
    return first...last
  }
}
