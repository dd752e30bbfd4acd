import SFCore
import SFExpressions
import SFFeatures
import SFStrategy

/// What `sf-strategy` was told and is hardly meant: percentages where fractions are taken, and
/// thresholds that a column can never have.
enum TradingDoubts {
  /// What an exchange takes is below it.
  private static let likelyRate: Ratio = 0.01

  /// Of a fee or a slippage, as it was written.
  static func ofRate(_ option: String, _ rate: Ratio) -> [String] {
    guard rate > likelyRate else { return [] }
    let text = rate.percent
    return [
      "\(option) \(rate) is \(text) % of each fill"
        + (rate.units % 100 == 0
          ? ": \(rate) % would be \(Ratio(units: rate.units / 100))" : "")
    ]
  }

  /// Of the columns that a filter looks at.
  static func ofFilter(_ arguments: Arguments) -> [String] {
    comparisons(arguments).compactMap { comparison in
      FeatureRange.doubt(comparison.column, comparison.number).map {
        "'\(arguments.spec.text)': \($0)"
      }
    }
  }

  private static func comparisons(_ arguments: Arguments) -> [ColumnComparison] {
    switch arguments.spec.kind {
    case VolatilityFilter.kind, RegimeFilter.kind:
      let column = arguments.name("feature")
      let bounds = ["min", "max"].compactMap { Double(arguments.name($0)) }
      let condition =
        arguments.spec.kind == RegimeFilter.kind
        ? ColumnComparison.all(of: arguments.name("when")) : []
      return bounds.map { ColumnComparison(column, $0) } + condition
    default: return []
    }
  }

  /// The spec that a bare number was meant to be: a part of equity, or an amount.
  static func sizer(_ text: String) -> String? {
    if let percent = Ratio(text.hasSuffix("%") ? text.dropLast() : ""), percent.units % 100 == 0 {
      return "fixed_fraction:\(Ratio(units: percent.units / 100))"
    }
    guard let number = Ratio(text), number > .zero else { return nil }
    return number <= .one ? "fixed_fraction:\(text)" : "fixed_notional:\(text)"
  }
}
