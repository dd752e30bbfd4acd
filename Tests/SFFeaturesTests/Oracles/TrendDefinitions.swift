import Foundation
import SFCore
import Testing

let trendDefinitions = [
  Definition("efficiency_ratio:6", "efficiency_ratio_6") { bars in
    (bars.close - bars.close.lag(6)).magnitude / bars.close.change.magnitude.sum(6)
  },
  Definition("chop:6", "chop_6") { bars in
    let range = bars.high.highest(6) - bars.low.lowest(6)
    return (bars.trueRange.sum(6) / range).map { 100 * log10($0) / log10(6) }
  },
  Definition("vortex:6", "vortex_6_plus") { bars in
    (bars.high - bars.low.lag(1)).magnitude.sum(6) / bars.trueRange.sum(6)
  },
  Definition("vortex:6", "vortex_6_minus") { bars in
    (bars.low - bars.high.lag(1)).magnitude.sum(6) / bars.trueRange.sum(6)
  },
  Definition("mass_index:4,7", "mass_index_4_7") { bars in
    (bars.range.ema(4) / bars.range.ema(4).ema(4)).sum(7)
  },
  Definition("supertrend:5,1.5", "supertrend_5_1p5") { bars in supertrend(bars).line },
  Definition("supertrend:5,1.5", "supertrend_5_1p5_direction") { bars in
    supertrend(bars).direction
  },
  Definition("ichimoku:4,7,12,5", "ichimoku_4_7_12_5_conversion") { bars in
    middle(bars, 4).from(15)
  },
  Definition("ichimoku:4,7,12,5", "ichimoku_4_7_12_5_base") { bars in middle(bars, 7).from(15) },
  Definition("ichimoku:4,7,12,5", "ichimoku_4_7_12_5_span_a") { bars in
    ((middle(bars, 4) + middle(bars, 7)) / 2.0).lag(4).from(15)
  },
  Definition("ichimoku:4,7,12,5", "ichimoku_4_7_12_5_span_b") { bars in
    middle(bars, 12).lag(4)
  },
  Definition("ichimoku:4,7,12,1", "ichimoku_4_7_12_1_span_b") { bars in middle(bars, 12) },
  Definition("psar", "psar_0p02_0p2_direction") { bars in
    // The stop itself is that of `sar`, which TA-Lib has: it is never inside its bar.
    let stop = (try? compute(["sar"], bars.bars)["sar_0p02_0p2"]) ?? []
    return Column(zip(stop, bars.middle.values).map { $0.isNaN ? .nan : $0 < $1 ? 1 : -1 })
  },
  Definition("psar", "psar_0p02_0p2") { bars in
    Column((try? compute(["sar"], bars.bars)["sar_0p02_0p2"]) ?? [])
  },
]

private func middle(_ bars: BarColumns, _ period: Int) -> Column {
  (bars.high.highest(period) + bars.low.lowest(period)) / 2.0
}

/// Both lines at every bar, in words: each moves only towards the price, unless the close before had
/// passed it.
private func supertrend(_ bars: BarColumns) -> (line: Column, direction: Column) {
  let distance = 1.5 * bars.trueRange.wilder(5)
  let (above, below) = ((bars.middle + distance).values, (bars.middle - distance).values)
  let close = bars.close.values
  var (upper, lower, direction) = (above, below, distance.values)
  var line = distance.values
  for row in 5..<close.count {
    if row > 5 {
      if close[row - 1] <= upper[row - 1] { upper[row] = min(above[row], upper[row - 1]) }
      if close[row - 1] >= lower[row - 1] { lower[row] = max(below[row], lower[row - 1]) }
    }
    if row == 5 || direction[row - 1] == 1 {
      direction[row] = close[row] < lower[row] ? -1 : 1
    } else {
      direction[row] = close[row] > upper[row] ? 1 : -1
    }
    line[row] = direction[row] == 1 ? lower[row] : upper[row]
  }
  return (Column(line), Column(direction))
}
