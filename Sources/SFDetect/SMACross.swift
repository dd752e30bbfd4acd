import SFCore

/// Says when the faster of two simple moving averages crosses the slower one.
///
/// With f₋₁ and s₋₁ at the bar before:
///
///     rise   f₋₁ ≤ s₋₁ and f > s
///     fall   f₋₁ ≥ s₋₁ and f < s
///
/// Both averages must be known at both bars. Averages that are equal are equal
/// numbers (`sma` divides once), so that touching is told from crossing.
public struct SMACross: Detector {
  public static let kind = "sma_cross"
  public static let summary = "The faster of two moving averages crosses the slower one."
  public static let parameters = [
    Parameter("fast", .integer(1...100_000), default: "20", "period of the faster sma"),
    Parameter("slow", .integer(2...100_000), default: "50", "period of the slower sma"),
  ]

  public let fast: Int
  public let slow: Int
  private var fastPosition: Int?
  private var slowPosition: Int?
  /// Where the faster average stood at the last bar; `nil` when one of the two was missing.
  private var last: Place?

  private enum Place: String, Codable { case below, equal, above }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fast = arguments.integer("fast")
    slow = arguments.integer("slow")
    guard fast < slow else {
      throw ConfigurationError("fast", "must be less than slow (\(slow)), is \(fast)")
    }
  }

  public var columns: [String] {
    [ColumnName.of("sma", [String(fast)]), ColumnName.of("sma", [String(slow)])]
  }

  public mutating func bind(_ positions: [Int]) {
    fastPosition = positions[0]
    slowPosition = positions[1]
  }

  public mutating func update(_ bar: Bar, _ row: Span<Double>) -> Detection? {
    guard let fastPosition, let slowPosition else { return nil }
    let (f, s) = (row[fastPosition], row[slowPosition])
    let before = last
    if f > s {
      last = .above
      return before == .below || before == .equal ? Detection(.rise) : nil
    }
    if f < s {
      last = .below
      return before == .above || before == .equal ? Detection(.fall) : nil
    }
    last = f == s ? .equal : nil
    return nil
  }
}
