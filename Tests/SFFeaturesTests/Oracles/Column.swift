import Foundation
import SFCore

/// A number for each bar, NaN where there is none; the language in which the oracles are written.
struct Column: Sendable, ExpressibleByFloatLiteral {
  var values: [Double]

  init(_ values: [Double]) { self.values = values }

  /// One number at every bar, however many there are.
  init(floatLiteral value: Double) { values = [value] }

  var count: Int { values.count }

  func map(_ formula: (Double) -> Double) -> Column { Column(values.map(formula)) }

  /// A formula over each window of `period` numbers; NaN where one of them is missing.
  func rolling(_ period: Int, _ formula: (ArraySlice<Double>) -> Double) -> Column {
    Column(
      values.indices.map { last in
        guard last + 1 >= period else { return .nan }
        let window = values[(last + 1 - period)...last]
        return window.contains(where: \.isNaN) ? .nan : formula(window)
      })
  }

  /// The number `bars` ago.
  func lag(_ bars: Int) -> Column {
    Column(values.indices.map { $0 < bars ? .nan : values[$0 - bars] })
  }

  var change: Column { self - lag(1) }
  var logChange: Column { (self / lag(1)).map { log($0) } }
  var magnitude: Column { map(\.magnitude) }
  var squared: Column { self * self }
  var root: Column { map { $0.squareRoot() } }

  func sum(_ period: Int) -> Column { rolling(period) { $0.reduce(0, +) } }
  func mean(_ period: Int) -> Column { rolling(period) { OracleTests.mean($0) } }
  func highest(_ period: Int) -> Column { rolling(period) { $0.max()! } }
  func lowest(_ period: Int) -> Column { rolling(period) { $0.min()! } }

  func deviation(_ period: Int, less: Int = 0) -> Column {
    rolling(period) { OracleTests.deviation($0, less: less) }
  }

  /// The weights 1, 2, 3 …, the newest weighing most.
  func weightedMean(_ period: Int) -> Column {
    rolling(period) { window in
      let weights = (1...period).map(Double.init)
      return zip(window, weights).map(*).reduce(0, +) / weights.reduce(0, +)
    }
  }

  func ema(_ period: Int) -> Column {
    smooth(period) { average, next in average + 2 / Double(period + 1) * (next - average) }
  }

  func wilder(_ period: Int) -> Column {
    smooth(period) { average, next in average + (next - average) / Double(period) }
  }

  /// An average that begins as the mean of the first `period` numbers that there are.
  private func smooth(_ period: Int, _ step: (Double, Double) -> Double) -> Column {
    guard let first = values.firstIndex(where: { !$0.isNaN }), first + period <= count else {
      return map { _ in .nan }
    }
    let begin = first + period - 1
    var average = OracleTests.mean(values[first...begin])
    return Column(
      values.indices.map { index in
        if index > begin { average = step(average, values[index]) }
        return index < begin ? .nan : average
      })
  }

  static func combine(
    _ a: Column, _ b: Column, _ formula: (Double, Double) -> Double
  ) -> Column {
    let count = Swift.max(a.count, b.count)
    let at = { (column: Column, index: Int) in column.values[column.count == 1 ? 0 : index] }
    return Column((0..<count).map { formula(at(a, $0), at(b, $0)) })
  }

  static func + (a: Column, b: Column) -> Column { combine(a, b, +) }
  static func - (a: Column, b: Column) -> Column { combine(a, b, -) }
  static func * (a: Column, b: Column) -> Column { combine(a, b, *) }
  static func / (a: Column, b: Column) -> Column { combine(a, b, /) }

  /// NaN where one of them is.
  static func max(_ a: Column, _ b: Column) -> Column {
    combine(a, b) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) }
  }
}

/// The columns of bars.
struct BarColumns: Sendable {
  let bars: [Bar]
  let open: Column
  let high: Column
  let low: Column
  let close: Column
  let volume: Column

  init(_ bars: [Bar]) {
    self.bars = bars
    open = Column(bars.map(\.open.double))
    high = Column(bars.map(\.high.double))
    low = Column(bars.map(\.low.double))
    close = Column(bars.map(\.close.double))
    volume = Column(bars.map { $0.volume ?? .nan })
  }

  var middle: Column { (high + low) / 2.0 }
  var typical: Column { (high + low + close) / 3.0 }
  var range: Column { high - low }

  var trueRange: Column {
    let before = close.lag(1)
    return Column.max(range, Column.max((high - before).magnitude, (low - before).magnitude))
  }
}
