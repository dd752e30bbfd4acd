import SFCore
import SFStats

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

extension ResampledFigure where Sample == DayPath {
  /// Of the days of a run that took so many milliseconds, as each resample of them does.
  static func ofDays(elapsed: Int64, perYear: Double) -> [Self] {
    let cagr: @Sendable ([DayPath]) -> Double? = { days in
      guard days.count >= DailyReturns.minimumForYear else { return nil }
      return CAGR.value(of: DayPath.growth(of: days), over: elapsed)
    }
    return [
      Self("total_return", "total return, %", isFraction: true) { DayPath.growth(of: $0) - 1 },
      Self("cagr", "CAGR, % a year", isFraction: true, cagr),
      Self("sharpe", "Sharpe, annual") { days in
        var sharpe = Sharpe()
        for day in days { sharpe.update(day.change) }
        return sharpe.value(daysPerYear: perYear)
      },
      Self("sortino", "Sortino, annual") { days in
        var sortino = Sortino()
        for day in days { sortino.update(day.change) }
        return sortino.value(daysPerYear: perYear)
      },
      Self("calmar", "Calmar, annual") { days in
        var calmar = Calmar()
        calmar.update(cagr: cagr(days), maxDrawdown: DayPath.maximumDrawdown(of: days))
        return calmar.value
      },
      Self("max_drawdown", "max drawdown, %", isFraction: true) {
        DayPath.maximumDrawdown(of: $0)
      },
    ]
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
