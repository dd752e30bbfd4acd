import Foundation
import SFCore

let returnDefinitions = [
  Definition("linear_return:3", "linear_return_3") { bars in
    bars.close / bars.close.lag(3) - 1.0
  },
  Definition("log_return:3", "log_return_3") { bars in
    bars.close.map { log($0) } - bars.close.lag(3).map { log($0) }
  },
  Definition("drawdown:9", "drawdown_9") { bars in 1.0 - bars.close / bars.close.highest(9) },
  Definition("cusum:0.03", "cusum_0p03_up") { bars in filtered(bars.close, 0.03).map(\.up) },
  Definition("cusum:0.03", "cusum_0p03_down") { bars in filtered(bars.close, 0.03).map(\.down) },
  Definition("cusum:0.03", "cusum_0p03_event") { bars in
    filtered(bars.close, 0.03).map(\.event)
  },
]

private struct CUSUMRow {
  var up = Double.nan
  var down = Double.nan
  var event = Double.nan
}

extension [CUSUMRow] {
  fileprivate func map(_ path: (CUSUMRow) -> Double) -> Column {
    var values: [Double] = []
    for row in self { values.append(path(row)) }
    return Column(values)
  }
}

/// Each sum from the returns themselves: that of those since it was last 0 or made an event.
private func filtered(_ close: Column, _ threshold: Double) -> [CUSUMRow] {
  let changes = close.logChange.values
  var rows = [CUSUMRow()]
  var (up, down) = ([Double](), [Double]())
  for change in changes.dropFirst() {
    up.append(change)
    down.append(change)
    if up.reduce(0, +) <= 0 { up = [] }
    if down.reduce(0, +) >= 0 { down = [] }
    let (sumUp, sumDown) = (up.reduce(0, +), down.reduce(0, +))
    let event = sumUp > threshold ? 1.0 : sumDown < -threshold ? -1 : 0
    rows.append(CUSUMRow(up: sumUp, down: sumDown, event: event))
    if event == 1 { up = [] }
    if event == -1 { down = [] }
  }
  return rows
}
