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
    throw ActionWord.error(
      words, among: BrokerAction.allCases.map(\.rawValue), example: Self.examples[2].command
    ) { "sf-broker " + (BrokerAction(rawValue: $0)?.usage.words ?? $0) }
  }
}
