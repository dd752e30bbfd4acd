import SFCore
import SFStats

/// Gives each position the same part of the risk.
///
/// `inverse_vol`: E / target_positions × (1/vol_i) / mean_j(1/vol_j), where j
/// goes over the positions that are open and do not close, the entries that
/// wait, and this one, each with the latest `vol` of its symbol.
///
///     E 10 000, target_positions 10; held: vol 0.01; this one: vol 0.02
///     mean of 1/vol = (100 + 50) / 2 = 75      notional 1 000 × 50 / 75 = 666.66666667
///
/// `erc`: equal-risk-contribution weights w over the same set from the
/// covariance of its last `window` common simple returns: E · w_i · n /
/// target_positions. Alone, or at equal volatility, both are E / target_positions;
/// neither is ever more than twice that.
public struct RiskParitySizer: Sizer {
  public static let kind = "risk_parity"
  public static let summary = "Gives each position the same part of the risk."
  public static let parameters = [
    Parameter("target_positions", .integer(1...10_000), default: "10", "to spread equity over"),
    Parameter("vol", .column, default: "ret_std_20", "deviation of one bar, a fraction"),
    Parameter(
      "method", .choice(["inverse_vol", "erc"]), default: "inverse_vol",
      "from volatilities, or from covariances"),
    Parameter("window", .integer(2...10_000), default: "100", "common returns of a covariance"),
  ]
  public static let learns = true

  public enum Method: String, Codable, Sendable {
    case inverseVol = "inverse_vol"
    case erc
  }

  public let targetPositions: Int
  public let vol: String
  public let method: Method
  public let window: Int
  private var position: Int?
  /// By series: the latest `vol` that was known.
  private var vols: [Double?] = []
  private var history: ReturnHistory

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    targetPositions = arguments.integer("target_positions")
    vol = arguments.name("vol")
    method = arguments.name("method") == Method.erc.rawValue ? .erc : .inverseVol
    window = arguments.integer("window")
    history = ReturnHistory(marks: window + 1)
  }

  public var needs: [ColumnNeed] { method == .erc ? [] : [ColumnNeed(vol, .fraction)] }
  public mutating func bind(_ positions: [Int]) { position = positions.first }

  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {
    guard method == .inverseVol else { return history.update(mark) }
    guard let position else { return }
    for index in mark.bars.indices {
      let (series, value) = (
        mark.bars[index].bar.series, values[mark.bars[index].start + position]
      )
      guard !value.isNaN else { continue }
      while vols.count <= series { vols.append(nil) }
      vols[series] = value
    }
  }

  public func notional(
    _ context: SizingContext, _ row: Span<Double>
  ) throws(NoSize) -> Price {
    let share = min(2, try self.share(context, row))
    return try context.part(share / Double(targetPositions))
  }

  /// The part of this entry as a multiple of what an equal one would have.
  private func share(
    _ context: SizingContext, _ row: Span<Double>
  ) throws(NoSize) -> Double {
    let all = context.held + [context.series]
    switch method {
    case .inverseVol:
      guard let position, !row[position].isNaN else { throw .missing(vol) }
      var sum = 0.0
      for series in all {
        guard series < vols.count, let value = vols[series] else { throw .missing(vol) }
        guard value > 0 else { throw .zero(vol) }
        sum += 1 / value
      }
      return 1 / row[position] / (sum / Double(all.count))
    case .erc:
      guard let returns = history.returns(of: all, count: window) else {
        throw NoSize(.fewer(than: window, "common returns"))
      }
      let weights = try EqualRisk.weights(of: EqualRisk.covariance(of: returns))
      return weights[all.count - 1] * Double(all.count)
    }
  }

  public func numbers(_ context: SizingContext, _ row: Span<Double>) -> [NamedNumber] {
    var numbers = [NamedNumber("positions", context.held.count + 1)]
    if let position { numbers.append(NamedNumber(vol, row[position])) }
    if let share = try? share(context, row) {  // a refusal has said why
      numbers.append(NamedNumber("share", share))
    }
    return numbers
  }
}
