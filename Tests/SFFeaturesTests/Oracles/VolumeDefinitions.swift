import Foundation
import SFCore

let volumeDefinitions = [
  Definition("kvo:4,9,3", "kvo_4_9_3") { bars in klinger(bars).from(11) },
  Definition("kvo:4,9,3", "kvo_4_9_3_signal") { bars in klinger(bars).ema(3) },
  Definition("cmf:5", "cmf_5") { bars in
    let place = (bars.close - bars.low - (bars.high - bars.close)) / bars.range
    let flow = place.map { $0.isNaN ? 0 : $0 } * bars.volume
    return flow.sum(5) / bars.volume.sum(5)
  },
  Definition("efi:6", "efi_6") { bars in (bars.close.change * bars.volume).ema(6) },
  Definition("eom:6,1000", "eom_6_1000") { bars in
    let ease = bars.middle.change * bars.range
    return Column.combine(ease, bars.volume) { $1 > 0 ? $0 / ($1 / 1000) : $0 * 0 }.mean(6)
  },
  Definition("nvi", "nvi") { bars in index(bars) { $0 < $1 } },
  Definition("pvi", "pvi") { bars in index(bars) { $0 > $1 } },
  Definition("pvt", "pvt") { bars in
    let flow = (bars.volume * bars.close.change / bars.close.lag(1)).values
    return Column(flow.indices.map { $0 == 0 ? 0 : flow[1...$0].reduce(0, +) })
  },
  Definition("volume_ratio:6", "volume_ratio_6") { bars in bars.volume / bars.volume.mean(6) },
  Definition("amihud:7", "amihud_7") { bars in
    let impact = 1e6 * (bars.close.change / bars.close.lag(1)).magnitude / bars.close / bars.volume
    return Column(
      impact.values.indices.map { row in
        guard row >= 7 else { return .nan }
        let rows = (row - 6...row).filter { bars.volume.values[$0] > 0 }
        return rows.isEmpty ? .nan : OracleTests.mean(ArraySlice(rows.map { impact.values[$0] }))
      })
  },
  Definition("roll_spread:9", "roll_spread_9") { bars in
    let changes = bars.close.change.values
    return Column(
      changes.indices.map { row in
        guard row >= 10 else { return .nan }
        let (now, before) = (changes[row - 8...row], changes[row - 9...row - 1])
        let (a, b) = (OracleTests.mean(now), OracleTests.mean(before))
        let covariance = zip(now, before).map { ($0 - a) * ($1 - b) }.reduce(0, +) / 8
        return covariance < 0 ? 2 * (-covariance).squareRoot() : 0
      })
  },
]

private func klinger(_ bars: BarColumns) -> Column {
  // Sums of three prices that are equal must be found equal: they are compared as integers.
  let sums = bars.bars.map { $0.high.units + $0.low.units + $0.close.units }
  let signs = [.nan] + zip(sums, sums.dropFirst()).map { Double(($1 - $0).signum()) }
  let signed = Column(signs) * bars.volume
  return signed.ema(4) - signed.ema(9)
}

private func index(_ bars: BarColumns, _ counts: (Double, Double) -> Bool) -> Column {
  let (close, volume) = (bars.close.values, bars.volume.values)
  return Column(
    close.indices.map { row in
      (0...row).dropFirst().filter { counts(volume[$0], volume[$0 - 1]) }
        .reduce(1000) { $0 * (close[$1] / close[$1 - 1]) }
    })
}
