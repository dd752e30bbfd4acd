import ArgumentParser
import SFCore
import SFEngine
import SFStrategy

/// When a position ends.
struct ExitOptions: ParsableArguments {
  @Option(help: ArgumentHelp("When a position ends; may be repeated.", valueName: "spec"))
  var exit: [String] = []

  @Option(
    help: ArgumentHelp(
      "Which of several exits that close at one price is the reason: first_triggered, the first; highest_priority, the lowest priority=N of its spec.",
      valueName: "mode"))
  var exitMode = ExitRules.Mode.firstTriggered

  @Option(
    help: ArgumentHelp(
      "Where levels close: close, at closes; intrabar, where a bar meets them.",
      valueName: "trigger"))
  var exitTrigger = ExitTrigger.close

  @Flag(help: "Positions say what their exits remember (meta).")
  var positionMeta = false

  /// The rules, their specs, and what the header says of them.
  func resolve() throws(ConfigurationError) -> (
    rules: ExitRules, specs: [Arguments], settings: [Setting]
  ) {
    var rules: [any ExitRule] = []
    var priorities: [Int?] = []
    var specs: [Arguments] = []
    for spec in exit {
      let (rule, arguments) = try exitCatalog.make(spec)
      rules.append(rule)
      priorities.append(arguments.optionalInteger("priority"))
      specs.append(arguments)
    }
    let settings = [
      Setting("exit", specs.map(\.canonical)), Setting("exit_mode", exitMode.rawValue),
      Setting("exit_trigger", exitTrigger.rawValue), Setting("position_meta", positionMeta),
    ]
    return (ExitRules(rules, mode: exitMode, priorities: priorities), specs, settings)
  }
}

extension ExitRules.Mode: ExpressibleByArgument {}
extension ExitTrigger: ExpressibleByArgument {}
