import ArgumentParser
import SFCore
import SFDetect
import SFExpressions
import SFTool
import SFTransport

/// A detector that is written on the command line.
struct OwnDetectorOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How it signs.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("The condition of a rise.", valueName: "expression"))
  var rise: String?

  @Option(help: ArgumentHelp("The condition of a fall.", valueName: "expression"))
  var fall: String?

  @Option(help: ArgumentHelp("The strength of its signals; 1 by default.", valueName: "expression"))
  var strength: String?

  @Option(
    help: ArgumentHelp("The probability of its signals, 0 to 1.", valueName: "expression"))
  var probability: String?

  init() {}

  func validate() throws {
    let isAsked = [rise, fall, strength, probability].contains { $0 != nil }
    if name == nil, isAsked {
      throw ValidationError("--rise, --fall, --strength and --probability go with --name")
    }
    if name != nil, rise == nil, fall == nil {
      throw ValidationError("--name goes with --rise or --fall")
    }
  }

  /// `nil` when none was asked for. Errors name the option that holds the expression.
  func spec() throws(ConfigurationError) -> Spec? {
    guard let name else { return nil }
    guard ColumnName.accepts(name) else {
      throw ConfigurationError(
        "--name", "must be letters, digits and _, no digit first, found '\(name)'")
    }
    for (option, text) in [("--rise", rise), ("--fall", fall)] {
      try check(option, text) { (text) throws(ExpressionError) in
        _ = try ConditionExpression(text)
      }
    }
    for (option, text) in [("--strength", strength), ("--probability", probability)] {
      try check(option, text) { (text) throws(ExpressionError) in _ = try NumberExpression(text) }
    }
    let given = [
      ("rise", rise), ("fall", fall), ("strength", strength), ("probability", probability),
    ]
    return Spec(
      alias: name, kind: ExpressionDetector.kind,
      named: given.compactMap { key, value in value.map { (key: key, value: $0) } })
  }

  private func check(
    _ option: String, _ text: String?, _ read: (String) throws(ExpressionError) -> Void
  ) throws(ConfigurationError) {
    guard let text else { return }
    do {
      try read(text)
    } catch {
      throw error.configurationError(of: option)
    }
  }
}

/// When a detector's sighting is a signal, and what it is worth.
struct SignalOptions: ParsableArguments {
  @Flag(
    name: .customLong("repeat"),
    help: "Signal at every bar at which a condition holds, not only where it begins to.")
  var repeats = false

  @Option(
    help: ArgumentHelp(
      "After a signal, none of that detector in its direction for so many bars.",
      valueName: "bars"))
  var cooldown = 0

  @Option(
    help: ArgumentHelp(
      "Take probabilities from this table: CSV, [detector,]from,to,probability.",
      valueName: "file"))
  var calibrate: String?

  init() {}

  func validate() throws {
    if cooldown < 0 { throw ValidationError("--cooldown must not be negative, is \(cooldown)") }
  }

  func options() throws -> DetectOptions {
    let calibration = try calibrate.map { path in
      try Calibration(Endpoint.text(of: path), file: path)
    }
    return DetectOptions(repeats: repeats, cooldown: cooldown, calibration: calibration)
  }

  var settings: [Setting] {
    [Setting("repeat", repeats), Setting("cooldown", cooldown), Setting("calibrate", calibrate)]
  }
}
