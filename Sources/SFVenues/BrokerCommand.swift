import ArgumentParser
import Logging
import SFCommands
import SFCore
import SFTool

/// `sf-broker` without an action that it knows: says which there are.
public struct BrokerCommand: ToolCommand {
  public static let examples = VirtualVenueOptions.examples

  public static let configuration = toolConfiguration(
    "sf-broker", "Takes orders to a venue, and answers.",
    more: """
      ACTIONS:
      \(actions)

      See 'sf-broker ACTION --help' for the options of each.
      """)

  /// A line for each; `GRDB`, which another file of this room imports, has a `joined` of its own.
  private static var actions: String {
    let lines: [String] = BrokerAction.allCases.map { action in
      let (words, meaning) = action.usage
      return "  sf-broker \(words)\(String(repeating: " ", count: 26 - words.count))\(meaning)"
    }
    return lines.joined(separator: "\n")
  }

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  @Argument(
    help: "What to do, and with what.",
    completion: .list(BrokerAction.allCases.map(\.rawValue)))
  var words: [String] = []

  public init() {}

  public func run(_ log: Logger) throws -> ExitStatus {
    let actions = BrokerAction.allCases.map(\.rawValue)
    let expected =
      actions.count == 1
      ? "expected '\(actions[0])'"
      : "expected one of "
        + actions.joined(separator: ", ")
    guard let word = words.first else {
      throw UsageError(
        "no action was given, \(expected)", help: "for example: \(Self.examples[2].command)")
    }
    guard let action = BrokerAction(rawValue: word) else {
      throw UsageError(
        "found the action '\(word)', \(NearestName.expected(word, among: actions))",
        help: NearestName.help(for: word, among: actions))
    }
    throw UsageError(
      "found '\(action.rawValue)' behind options, expected it to be the first word",
      help: "for example: sf-broker \(action.usage.words)")
  }
}
