import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the price does over a fixed number of bars.
///
///     horizon 2, close   100   101   103        return of the first   0.03
///
/// As a `sign`, a change of less than `threshold` in either direction is 0.
public struct FixedHorizon: Labeler {
  public static let kind = "fixed_horizon"
  public static let summary = "The return from the close of the bar to the close `horizon` later."
  public static let parameters = [
    Parameter("horizon", .integer(1...1_000_000), default: "20", "bars between the two closes"),
    Parameter(
      "output", .choice(["return", "log_return", "sign"]), default: "return",
      "what the value is: (b - a) / a, ln(b / a), or 1, 0, -1"),
    Parameter(
      "threshold", .ratio, default: "0", "with output=sign: a smaller change is 0, a fraction"),
  ]

  enum Output: String, Codable { case change = "return", logarithm = "log_return", sign }

  public let horizon: Int
  let output: Output
  let threshold: Ratio
  private var anchors: Recent<Anchor>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    horizon = arguments.integer("horizon")
    guard let output = Output(rawValue: arguments.name("output")) else {
      preconditionFailure("a choice of the parameter")
    }
    self.output = output
    threshold = arguments.ratio("threshold")
    anchors = Recent(horizon)
    guard threshold >= .zero else {
      throw ConfigurationError("threshold", "must not be negative, is \(threshold)")
    }
  }

  public mutating func update(_ seen: SeenBar, into known: inout [Outcome]) {
    guard let anchor = anchors.push(Anchor(seen)) else { return }
    let close = seen.bar.close
    let change = anchor.change(to: close)
    let value =
      switch output {
      case .change: change
      case .logarithm: log(close.double / anchor.close.double)
      case .sign: Double(sign(from: anchor.close, to: close))
      }
    known.append(
      Outcome(
        at: anchor.at, value: value,
        window: Label.Window(end: seen.ts, bars: horizon, gain: change)))
  }

  /// Exact: 0.03 is gained from 100 at 103.
  private func sign(from: Price, to: Price) -> Int {
    let change = (Int128(to.units) - Int128(from.units)) * Int128(Ratio.one.units)
    let least = Int128(from.units) * Int128(threshold.units)
    guard change != 0, abs(change) >= least else { return 0 }
    return change > 0 ? 1 : -1
  }

  public var open: [Outcome] { anchors.elements.map { Outcome(at: $0.at) } }
}
