import SFCore
import SFStats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A figure that can be computed anew from some of the days, or some of the round trips, of a run.
struct ResampledFigure<Sample>: Sendable {
  let key: String
  let label: String
  let isFraction: Bool
  let value: @Sendable ([Sample]) -> Double?

  init(
    _ key: String, _ label: String, isFraction: Bool = false,
    _ value: @escaping @Sendable ([Sample]) -> Double?
  ) {
    self.key = key
    self.label = label
    self.isFraction = isFraction
    self.value = value
  }

  func cell(_ value: Double?) -> Cell { isFraction ? .fraction(value) : .number(value) }
}

extension ResampledFigure where Sample == Double {
  /// Of daily returns. Drawdowns are those between ends of days.
  static func ofDays(_ perYear: Double) -> [Self] {
    [
      Self("total_return", "total return, %", isFraction: true) { growth($0) - 1 },
      Self("cagr", "CAGR, % a year", isFraction: true) { cagr($0, perYear) },
      Self("sharpe", "Sharpe, annual") { returns in
        var sharpe = Sharpe()
        for value in returns { sharpe.update(value) }
        return sharpe.value(daysPerYear: perYear)
      },
      Self("sortino", "Sortino, annual") { returns in
        var sortino = Sortino()
        for value in returns { sortino.update(value) }
        return sortino.value(daysPerYear: perYear)
      },
      Self("calmar", "Calmar, annual") { returns in
        var calmar = Calmar()
        calmar.update(cagr: cagr(returns, perYear), maxDrawdown: drawdown(returns))
        return calmar.value
      },
      Self("max_drawdown", "max drawdown, %", isFraction: true) { drawdown($0) },
    ]
  }

  private static func growth(_ returns: [Double]) -> Double { returns.reduce(1) { $0 * (1 + $1) } }

  private static func cagr(_ returns: [Double], _ perYear: Double) -> Double? {
    let growth = growth(returns)
    guard returns.count >= DailyReturns.minimumForYear, growth >= 0 else { return nil }
    return pow(growth, perYear / Double(returns.count)) - 1
  }

  private static func drawdown(_ returns: [Double]) -> Double {
    var (equity, high, deepest) = (1.0, 1.0, 0.0)
    for value in returns {
      equity *= 1 + value
      high = max(high, equity)
      deepest = max(deepest, 1 - equity / high)
    }
    return deepest
  }
}

extension ResampledFigure where Sample == RoundTripSample {
  static let ofRoundTrips: [Self] = [
    Self("win_rate", "win rate, %", isFraction: true) { trips in
      var rate = WinRate()
      for trip in trips { rate.update(trip.pnl) }
      return rate.value
    },
    Self("profit_factor", "profit factor") { trips in
      var factor = ProfitFactor()
      for trip in trips { factor.update(trip.pnl) }
      return factor.value
    },
    Self("expectancy", "expectancy, quote") { trips in
      var expectancy = Expectancy()
      for trip in trips { expectancy.update(trip.pnl) }
      return expectancy.value
    },
    Self("average_round_trip", "average round trip, %", isFraction: true) { trips in
      var returns = RoundTripReturns()
      for trip in trips {
        returns.update(pnl: trip.pnl, entryPrice: trip.entryPrice, quantity: trip.quantity)
      }
      return returns.average
    },
  ]
}
