import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How one parameter of a random search is drawn: `sl=uniform(0.005,0.03)`, `n=int(5,50)`,
/// `k=loguniform(0.001,1)`, `rule=choice(a,b)`.
package struct DrawnAxis: Hashable, Sendable {
  package enum Law: Hashable, Sendable {
    case uniform(Double, Double)
    case logUniform(Double, Double)
    case integer(Int, Int)
    case choice([ParameterValue])
  }

  package let name: String
  package let law: Law

  package init(_ text: String) throws(ConfigurationError) {
    let (name, rest) = try NamedText.split(text, "--draw", example: "sl=uniform(0.005,0.03)")
    self.name = name
    guard let open = rest.firstIndex(of: "("), rest.last == ")" else {
      throw ConfigurationError(
        "--draw", "must be NAME=LAW(…), found '\(text)'",
        help: "laws are uniform, loguniform, int and choice")
    }
    let kind = String(rest[..<open])
    let values = try NamedText.values(
      rest[rest.index(after: open)...].dropLast(), of: text, "--draw")
    law = try Self.law(kind, values, text)
  }

  private static func law(
    _ kind: String, _ values: [ParameterValue], _ text: String
  ) throws(ConfigurationError) -> Law {
    if kind == "choice" { return .choice(values) }
    let laws = ["choice", "int", "loguniform", "uniform"]
    guard laws.contains(kind) else {
      throw ConfigurationError(
        "--draw",
        "has the unknown law '\(kind)' in '\(text)': expected \(laws.joined(separator: " "))",
        help: NearestName.help(for: kind, among: laws))
    }
    guard values.count == 2, let low = values[0].number, let high = values[1].number, low < high
    else {
      throw ConfigurationError("--draw", "must have two numbers, the lower first, in '\(text)'")
    }
    switch kind {
    case "int":
      guard let low = Int(values[0].text), let high = Int(values[1].text) else {
        throw ConfigurationError("--draw", "must have two integers in '\(text)'")
      }
      return .integer(low, high)
    case "loguniform":
      guard low > 0 else {
        throw ConfigurationError("--draw", "must be above 0 in '\(text)'")
      }
      return .logUniform(low, high)
    default: return .uniform(low, high)
    }
  }

  package func draw(_ random: inout SplitMix64) -> ParameterValue {
    switch law {
    case .uniform(let low, let high): ParameterValue.rounded(low + (high - low) * random.uniform())
    case .logUniform(let low, let high):
      ParameterValue.rounded(exp(log(low) + (log(high) - log(low)) * random.uniform()))
    case .integer(let low, let high):
      ParameterValue(low + random.below(high - low + 1))
    case .choice(let values): values[random.below(values.count)]
    }
  }

  static func tenthRoot(_ value: Double) -> Double { pow(value, 0.1) }
}

extension ParameterValue {
  /// Six digits, and no more decimals than a spec takes: the rest of a draw is noise.
  static func rounded(_ value: Double) -> ParameterValue {
    let digits = max(0, min(8, 5 - Int(log10(max(value.magnitude, 1e-8)).rounded(.down))))
    let scale = pow(10, Double(digits))
    // A draw near the end of the numbers may be rounded beyond it.
    let units = min(9e18, max(-9e18, ((value * scale).rounded() / scale * 1e8).rounded()))
    return ParameterValue(Ratio(units: Int64(units)))
  }

  init(_ integer: Int) { self.init(Ratio(units: Int64(integer) * Ratio.one.units)) }
}
