import Foundation
import SFCore

let volatilityDefinitions = [
  Definition("rvi:6,5", "rvi_6_5") { bars in
    let deviation = bars.close.deviation(5)
    let up = Column.combine(bars.close.change, deviation) { $0 > 0 || $1.isNaN ? $1 : 0 }.ema(6)
    let down = Column.combine(bars.close.change, deviation) { $0 < 0 || $1.isNaN ? $1 : 0 }.ema(6)
    return 100.0 * up / (up + down)
  },
  Definition("ulcer_index:5", "ulcer_index_5") { bars in
    (100.0 * (bars.close / bars.close.highest(5) - 1.0)).squared.mean(5).root
  },
  Definition("realized_vol:8", "realized_vol_8") { bars in
    bars.close.logChange.squared.sum(8).root
  },
  Definition("semivariance:8", "semivariance_8_down") { bars in
    bars.close.logChange.map { min($0, 0) }.squared.sum(8)
  },
  Definition("semivariance:8", "semivariance_8_up") { bars in
    bars.close.logChange.map { max($0, 0) }.squared.sum(8)
  },
  Definition("ewma_vol:0.9", "ewma_vol_0p9") { bars in
    let squares = bars.close.logChange.squared.values
    return Column(
      squares.indices.map { row in
        guard row > 0 else { return .nan }
        let weights = (1...row).map { 0.1 * pow(0.9, Double(row - $0)) }
        let begin = squares[1] * (1 - weights.reduce(0, +))
        return (zip(squares[1...row], weights).map(*).reduce(begin, +)).squareRoot()
      })
  },
  Definition("parkinson:7", "parkinson_7") { bars in
    (bars.high / bars.low).map { pow(log($0), 2) / (4 * log(2)) }.mean(7).root
  },
  Definition("garman_klass:7", "garman_klass_7") { bars in
    let range = (bars.high / bars.low).map { pow(log($0), 2) / 2 }
    let change = (bars.close / bars.open).map { (2 * log(2) - 1) * pow(log($0), 2) }
    return (range - change).mean(7).root
  },
  Definition("rogers_satchell:7", "rogers_satchell_7") { bars in
    rogersSatchell(bars).mean(7).root
  },
  Definition("yang_zhang:7", "yang_zhang_7") { bars in
    let k = 0.34 / (1.34 + 8.0 / 6)
    let gaps = logRatio(bars.open, bars.close.lag(1)).deviation(7, less: 1).squared
    let closes = logRatio(bars.close, bars.open).deviation(7, less: 1).squared
    let ranges = rogersSatchell(bars).mean(7)
    return (gaps + closes.map { k * $0 } + ranges.map { (1 - k) * $0 }).root
  },
]

private func logRatio(_ a: Column, _ b: Column) -> Column { (a / b).map { log($0) } }

private func rogersSatchell(_ bars: BarColumns) -> Column {
  logRatio(bars.high, bars.close) * logRatio(bars.high, bars.open)
    + logRatio(bars.low, bars.close) * logRatio(bars.low, bars.open)
}
