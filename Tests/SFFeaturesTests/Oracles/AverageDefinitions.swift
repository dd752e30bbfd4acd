import Foundation
import SFCore

let averageDefinitions = [
  Definition("hma:9", "hma_9") { bars in
    (2.0 * bars.close.weightedMean(4) - bars.close.weightedMean(9)).weightedMean(3)
  },
  Definition("hma:2", "hma_2") { bars in 2.0 * bars.close - bars.close.weightedMean(2) },
  Definition("alma", "alma_9_0p85_6") { bars in bell(bars.close, 9, offset: 0.85, sigma: 6) },
  Definition("alma:20,0.5,3", "alma_20_0p5_3") { bars in
    bell(bars.close, 20, offset: 0.5, sigma: 3)
  },
  Definition("vidya:6", "vidya_6") { bars in
    let net = bars.close.change.sum(6).magnitude
    let path = bars.close.change.magnitude.sum(6)
    var average = Double.nan
    let momentum = Column.combine(net, path) { $1 > 0 ? $0 / $1 : $1 }
    return Column.combine(bars.close, momentum) { close, momentum in
      average = average.isNaN ? (momentum.isNaN ? .nan : close) : average
      average += 2.0 / 7 * momentum * (close - average)
      return average
    }
  },
  Definition("zlma:7", "zlma_7") { bars in (2.0 * bars.close - bars.close.lag(3)).ema(7) },
  Definition("zlma:2", "zlma_2") { bars in bars.close.ema(2) },
  Definition("mcginley:5,0.6", "mcginley_5_0p6") { bars in
    var average = bars.close.values[0]
    return bars.close.map { close in
      average += (close - average) / (0.6 * 5 * pow(close / average, 4))
      return average
    }
  },
  Definition("kalman", "kalman_0p01_0p0001") { bars in filtered(bars.close, 0.01, 1e-4).level },
  Definition("kalman", "kalman_0p01_0p0001_slope") { bars in
    filtered(bars.close, 0.01, 1e-4).slope
  },
  Definition("kalman:1,0.5", "kalman_1_0p5_slope") { bars in filtered(bars.close, 1, 0.5).slope },
  Definition("vwap:day,2,30", "vwap_day_2_30") { bars in traded(bars, since: session).mean },
  Definition("vwap:day,2,30", "vwap_day_2_30_upper") { bars in
    let traded = traded(bars, since: session)
    return traded.mean + 2.0 * traded.deviation
  },
  Definition("rolling_vwap:6,2", "rolling_vwap_6_2") { bars in
    traded(bars) { max(0, $0 - 5) }.mean.from(5)
  },
  Definition("rolling_vwap:6,2", "rolling_vwap_6_2_lower") { bars in
    let traded = traded(bars) { max(0, $0 - 5) }
    return (traded.mean - 2.0 * traded.deviation).from(5)
  },
]

extension Column {
  /// Nothing before that row.
  func from(_ row: Int) -> Column {
    Column(values.indices.map { $0 < row ? .nan : values[$0] })
  }
}

private func bell(_ column: Column, _ period: Int, offset: Double, sigma: Double) -> Column {
  column.rolling(period) { window in
    let weights = (0..<period).map { place in
      let distance = Double(place) - offset * Double(period - 1)
      let deviation = Double(period) / sigma
      return exp(-(distance * distance) / (2 * deviation * deviation))
    }
    return zip(window, weights).map(*).reduce(0, +) / weights.reduce(0, +)
  }
}

/// The Kalman filter in the matrices of the textbook: x = F x + K (z − H F x), with F = [1 1; 0 1].
private func filtered(
  _ column: Column, _ level: Double, _ trend: Double
) -> (level: Column, slope: Column) {
  var (x, p) = ([column.values[0], 0], [[1.0, 0], [0, 1]])
  var states = [x]
  for value in column.values.dropFirst() {
    let prior = [x[0] + x[1], x[1]]
    let spread = [
      [p[0][0] + p[0][1] + p[1][0] + p[1][1] + level, p[0][1] + p[1][1]],
      [p[1][0] + p[1][1], p[1][1] + trend],
    ]
    let gain = [spread[0][0] / (spread[0][0] + 1), spread[1][0] / (spread[0][0] + 1)]
    x = [prior[0] + gain[0] * (value - prior[0]), prior[1] + gain[1] * (value - prior[0])]
    p = (0..<2).map { row in (0..<2).map { spread[row][$0] - gain[row] * spread[0][$0] } }
    states.append(x)
  }
  return (Column(states.map { $0[0] }), Column(states.map { $0[1] }))
}

/// The first row of the day that began at minute 30; row 0 closes at minute 1.
private func session(of row: Int) -> Int {
  row < 30 ? 0 : 30 + (row - 30) / 1_440 * 1_440
}

/// Typical prices weighted by volume, from the row that `first` says to each row.
private func traded(
  _ bars: BarColumns, since first: (Int) -> Int
) -> (mean: Column, deviation: Column) {
  var (means, deviations) = ([Double](), [Double]())
  let (prices, volumes) = (bars.typical.values, bars.volume.values)
  for row in bars.bars.indices {
    let rows = first(row)...row
    let weight = rows.map { volumes[$0] }.reduce(0, +)
    let mean =
      weight > 0 ? rows.map { prices[$0] * volumes[$0] }.reduce(0, +) / weight : .nan
    let squares = rows.map { volumes[$0] * pow(prices[$0] - mean, 2) }.reduce(0, +)
    means.append(mean)
    deviations.append(weight > 0 ? (squares / weight).squareRoot() : .nan)
  }
  return (Column(means), Column(deviations))
}
