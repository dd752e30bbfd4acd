import SFCore

/// What a rule does when its limit is met.
public enum RiskAction: String, Sendable, Codable, CaseIterable {
  /// Refuses entries.
  case pause
  /// Refuses entries and exits all positions.
  case flatten
  /// Refuses entries, gives no orders of its own, until a person resumes.
  case halt

  static let parameter = Parameter(
    "action", .choice(allCases.map(\.rawValue)), default: pause.rawValue,
    "pause refuses entries, flatten also exits all positions, halt waits for a person")

  init(_ arguments: Arguments) {
    self = Self(rawValue: arguments.name("action")) ?? .halt
  }

  /// What the gate lets through while it holds.
  var state: RiskState { self == .halt ? .halted : .reducing }
}

extension Parameter {
  /// Whether a rule on sizes cuts.
  static let cut = Parameter(
    "cut", .choice(["yes", "no"]), default: "yes", "cuts what is too large, or refuses it")

  /// Whether a rule looks at each symbol alone.
  static func scope(_ standard: String) -> Parameter {
    Parameter(
      "scope", .choice(["all", "symbol"]), default: standard, "all symbols together, or each alone")
  }
}

extension Arguments {
  var cuts: Bool { name("cut") == "yes" }
  var isOfAllSymbols: Bool { name("scope") == "all" }

  /// A length of time above 0.
  func span(_ name: String) throws(ConfigurationError) -> Int64 {
    let text = self.name(name)
    guard let span = TimeSpan(text), span > .zero else {
      throw ConfigurationError(name, "must be a length of time, as 15m, 4h or 7d, found \(text)")
    }
    return span.milliseconds
  }

  /// A ratio above 0 and at most 1.
  func fraction(_ name: String) throws(ConfigurationError) -> Ratio {
    let value = try positiveRatio(name)
    guard value <= .one else {
      throw ConfigurationError(name, "must be at most 1, is \(value)")
    }
    return value
  }
}

extension Money {
  /// Whether it is at least what is left of what there was after a loss; what cannot be computed is
  /// not.
  func isBack(to loss: Ratio, of base: Money) -> Bool {
    guard let least = base.part(Ratio(units: Ratio.one.units - loss.units)) else { return false }
    return self >= least
  }

  /// What it has lost, as a fraction: for people.
  func loss(of base: Money) -> Double {
    base > .zero ? 1 - double / base.double : 0
  }
}
