import SFCore
import SFExpressions

/// What a detector looks for, said in expressions: a condition and a strength for each direction.
///
/// A condition whose strength is missing is unknown, so that every signal has a strength.
public struct Rules: Codable, Sendable {
  /// A direction that is never seen.
  public static let never = "1 == 0"

  private enum Result { static let rise = 0, fall = 1, risen = 2, fallen = 3, probability = 4 }

  private var program: ExpressionProgram
  /// The close of the bar before.
  private var lastClose: Price?
  /// Whether the last bar stood still where the one before it had closed, as in a halt.
  private(set) var standsStill = false

  /// `fallStrength` is that of a fall where it differs from that of a rise.
  public init(
    rise: String = never, fall: String = never, strength: String = "1",
    fallStrength: String? = nil, probability: String? = nil
  ) throws(ConfigurationError) {
    var sources: [ExpressionProgram.Source] = [
      .condition(rise), .condition(fall), .number(strength), .number(fallStrength ?? strength),
    ]
    if let probability { sources.append(.number(probability)) }
    do {
      program = try ExpressionProgram(sources)
    } catch {
      throw ConfigurationError("", error.message, help: error.help)
    }
  }

  public var names: [String] { program.names }

  /// Those of a rise and of a fall, as far as there are any.
  var conditions: [String] {
    program.sources.compactMap { source in
      if case .condition(let text) = source, text != Self.never { text } else { nil }
    }
  }
  public var readsFields: Bool { program.readsFields }

  public mutating func bind(_ places: [ValuePlace]) { program.bind(places) }

  public mutating func update(
    _ bar: Bar, _ fields: [MarketField], _ row: Span<Double>
  ) -> Observation {
    program.update(bar, fields, row)
    standsStill = bar.high == bar.low && bar.close == lastClose
    lastClose = bar.close
    let probability =
      program.sources.count > Result.probability ? program.number(Result.probability) : .nan
    return Observation(
      rise: sighting(Result.rise, Result.risen), fall: sighting(Result.fall, Result.fallen),
      probability: probability.isNaN ? nil : probability)
  }

  @inline(__always)
  private func sighting(_ condition: Int, _ strength: Int) -> Sighting {
    switch program.condition(condition) {
    case nil: return .unknown
    case false?: return .absent
    case true?:
      let strength = program.number(strength)
      return strength.isNaN ? .unknown : .present(strength: strength)
    }
  }
}

/// A detector that is said in expressions alone.
public protocol RuleDetector: Detector {
  var rules: Rules { get set }

  /// Whether it is about what moves: a share of the last bars is an extreme in a halt for no other
  /// reason than that old bars have left the window.
  static var needsMovement: Bool { get }
}

extension RuleDetector {
  public static var needsMovement: Bool { false }
  public var names: [String] { rules.names }
  public var readsFields: Bool { rules.readsFields }

  public mutating func bind(_ places: [ValuePlace]) { rules.bind(places) }

  public mutating func update(
    _ bar: Bar, _ fields: [MarketField], _ row: Span<Double>
  ) -> Observation {
    var seen = rules.update(bar, fields, row)
    seen.isSilent = Self.needsMovement && rules.standsStill
    return seen
  }
}

extension Arguments {
  /// The column of a feature that takes these parameters: `bbands_20_2_upper`.
  func column(_ kind: String, _ parameters: String..., output: String = "") -> String {
    ColumnName.of(kind, parameters.map { name($0) }) + (output.isEmpty ? "" : "_\(output)")
  }

  /// Refuses a lower level that is not below the upper one.
  func requireOrder(_ lower: String, _ upper: String) throws(ConfigurationError) {
    guard number(lower) < number(upper) else {
      throw ConfigurationError(
        lower, "must be less than \(upper) (\(name(upper))), is \(name(lower))")
    }
  }

  func requirePositive(_ level: String) throws(ConfigurationError) {
    guard number(level) > 0 else {
      throw ConfigurationError(level, "must be greater than 0, is \(name(level))")
    }
  }
}
