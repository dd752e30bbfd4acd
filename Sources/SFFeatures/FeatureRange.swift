import SFCore

/// What the values of a feature can be, where its definition bounds them.
public enum FeatureRange {
  private static let bounds: [String: ClosedRange<Double>] = {
    var bounds: [String: ClosedRange<Double>] = [:]
    for (range, kinds) in [
      (
        0...100,
        "adx adxr aroon chop crsi dx imi mfi minus_di plus_di rsi rvi stoch stochf stochrsi ultosc"
      ),
      (-100...0, "willr"), (-100...100, "aroonosc cmo tsi"),
      (
        0...1,
        "breadth efficiency_ratio market_rank percent_rank permutation_entropy shannon_entropy"
      ),
      (-1...1, "autocorr bop cmf correl correlation_to"),
    ] as [(ClosedRange<Double>, String)] {
      for kind in kinds.split(separator: " ") { bounds[String(kind)] = range }
    }
    return bounds
  }()

  /// By kind, the units of what it writes.
  private static let units: [String: Set<FeatureUnit>] = Dictionary(
    uniqueKeysWithValues: seriesFeatures.map { ($0.kind, Set($0.outputs.map(\.unit))) }
      + acrossFeatures.map { ($0.kind, [$0.output.unit]) })

  /// Why a number is hardly what a column is meant to be compared with; `nil` where it may be, and
  /// where nothing is known of the column, as of one with a name of its own.
  public static func doubt(_ column: String, _ number: Double) -> String? {
    // The longest kind that the name begins with: stochrsi_14, not stoch.
    let kinds = units.keys.filter { column == $0 || column.hasPrefix($0 + "_") }
    guard let kind = kinds.max(by: { $0.utf8.count < $1.utf8.count }) else { return nil }
    let text = { (value: Double) in value == value.rounded() ? "\(Int(value))" : "\(value)" }
    if let range = bounds[kind] {
      let goes = "\(column) goes from \(text(range.lowerBound)) to \(text(range.upperBound))"
      if !range.contains(number) { return "\(goes), and \(text(number)) is beyond" }
      let isWide = range.upperBound - range.lowerBound >= 100
      guard isWide, number != 0, number.magnitude < 1 else { return nil }
      return "\(goes): \(text(number)) of 100, where \(text((number * 100).rounded())) may be meant"
    }
    guard units[kind] == [.fraction], number.magnitude >= 1, number.magnitude < 1e9
    else { return nil }
    return "\(column) is a fraction: \(text(number)) is \(text(number * 100)) %, "
      + "and \(text(number)) % is \(number / 100)"
  }
}
