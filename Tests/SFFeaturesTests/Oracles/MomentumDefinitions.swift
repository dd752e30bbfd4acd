import Foundation
import SFCore

let momentumDefinitions = [
  Definition("ao:3,8", "ao_3_8") { bars in bars.middle.mean(3) - bars.middle.mean(8) },
  Definition("coppock:4,5,7", "coppock_4_5_7") { bars in
    let (fast, slow) = (bars.close / bars.close.lag(5), bars.close / bars.close.lag(7))
    return (100.0 * (fast - 1.0 + (slow - 1.0))).weightedMean(4)
  },
  Definition("fisher:5", "fisher_5") { bars in transformed(bars.middle, 5).from(5) },
  Definition("fisher:5", "fisher_5_signal") { bars in transformed(bars.middle, 5).lag(1) },
  Definition("tsi:4,7,3", "tsi_4_7_3") { bars in strength(bars.close).from(12) },
  Definition("tsi:4,7,3", "tsi_4_7_3_signal") { bars in strength(bars.close).ema(3) },
  Definition("crsi:3,2,20", "crsi_3_2_20") { bars in
    let changes = bars.close.change / bars.close.lag(1)
    let rank = changes.rolling(21) { window in
      100 * Double(window.dropLast().filter { $0 < window.last! }.count) / 20
    }
    return (rsi(bars.close, 3) + rsi(streak(bars.close), 2) + rank) / 3.0
  },
]

private func transformed(_ middle: Column, _ period: Int) -> Column {
  let (highest, lowest) = (middle.highest(period), middle.lowest(period))
  var (smooth, fisher) = (0.0, 0.0)
  return Column(
    middle.values.indices.map { row in
      guard row >= period - 1 else { return .nan }
      guard row >= period else { return 0 }
      let (high, low) = (highest.values[row], lowest.values[row])
      let place = high == low ? 0 : (middle.values[row] - low) / (high - low) - 0.5
      smooth = min(0.999, max(-0.999, 0.66 * place + 0.67 * smooth))
      fisher = atanh(smooth) + fisher / 2
      return fisher
    })
}

private func strength(_ close: Column) -> Column {
  100.0 * close.change.ema(7).ema(4) / close.change.magnitude.ema(7).ema(4)
}

private func rsi(_ column: Column, _ period: Int) -> Column {
  let gain = column.change.map { $0.isNaN ? .nan : max($0, 0) }.wilder(period)
  let loss = column.change.map { $0.isNaN ? .nan : max(-$0, 0) }.wilder(period)
  return 100.0 * gain / (gain + loss)
}

/// Bars in a row that closed higher, or, negative, lower.
private func streak(_ close: Column) -> Column {
  var length = 0.0
  return close.change.map { change in
    length = change > 0 ? max(length, 0) + 1 : change < 0 ? min(length, 0) - 1 : 0
    return length
  }
}
