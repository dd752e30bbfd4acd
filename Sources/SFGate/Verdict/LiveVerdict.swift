import SFCore
import SFReport

/// What came of real money, beside what paper and a backtest made of the same days.
public struct LiveVerdict: Sendable {
  /// What fills brought: so that sessions with other capital can be compared, by what was bought.
  public struct Outcome: Hashable, Sendable {
    public let roundTrips: Int
    /// Net of fees, in quote currency.
    public let profit: Double
    /// The entries of the round trips, in quote currency.
    public let invested: Double

    public init(roundTrips: Int, profit: Double, invested: Double) {
      (self.roundTrips, self.profit, self.invested) = (roundTrips, profit, invested)
    }

    /// Of what was invested; `nil` where nothing was.
    public var rate: Double? { invested > 0 ? profit / invested : nil }
  }

  /// So many days of real money, by the plan.
  public static let neededDays = 30

  public let days: ClosedRange<Int64>?
  public let live: Outcome
  /// A reason where nothing of these days is known.
  public let paper: Result<Outcome, GateEvidence.Missing>
  public let backtest: Result<Outcome, GateEvidence.Missing>

  public init(
    days: ClosedRange<Int64>?, live: Outcome, paper: Result<Outcome, GateEvidence.Missing>,
    backtest: Result<Outcome, GateEvidence.Missing>
  ) {
    (self.days, self.live, self.paper, self.backtest) = (days, live, paper, backtest)
  }

  private var lacking: Int { max(0, Self.neededDays - (days?.count ?? 0)) }

  public var passes: Bool { lacking == 0 && live.profit > 0 }

  public var sentence: String {
    let faults = [
      lacking > 0 ? GateText.missing([GateText.count(lacking, "day")]) : nil,
      live.profit > 0 ? nil : "no profit",
    ].compactMap(\.self)
    return faults.isEmpty
      ? "it has earned its keep" : "not proved: " + faults.joined(separator: ", ")
  }

  public var tables: [Table] {
    let rows: [(String, Result<Outcome, GateEvidence.Missing>)] = [
      ("live", .success(live)), ("paper", paper), ("backtest", backtest),
    ]
    return [
      Table(
        "live", days.map { "Live, \(GateText.days($0))" } ?? "Live",
        [
          .init("run", "run"), .init("round_trips", "round trips"),
          .init("profit_quote", "net profit, quote"), .init("invested_quote", "invested, quote"),
          .init("return_fraction", "of what was invested, %"), .init("why", "why"),
        ], rows.map { Self.row($0.0, $0.1) })
    ]
  }

  private static func row(
    _ name: String, _ result: Result<Outcome, GateEvidence.Missing>
  ) -> [Cell] {
    switch result {
    case .success(let outcome):
      [
        .text(name), .count(outcome.roundTrips), .number(outcome.profit),
        .number(outcome.invested), outcome.rate.map { .fraction($0) } ?? .none, .none,
      ]
    case .failure(let missing):
      [.text(name), .none, .none, .none, .none, .text(missing.reason.shown())]
    }
  }
}
