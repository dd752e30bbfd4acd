import ArgumentParser
import Logging
import SFCore
import SFEngine
import SFRun
import SFTool

/// `sf-broker virtual` in a text that runs in one process: the venue that the strategy holds, heard at
/// the next mark, with lines of its own.
package struct VirtualVenuePart: JoiningCommand {
  package static let examples = VirtualVenueOptions.examples
  package static let configuration = toolConfiguration(
    "\(VirtualVenueOptions.tool) virtual", "Fills orders from the bars of a market, and answers.")

  package static let place = "sf-strategy or sf-risk"
  package static func stands(behind command: any ToolCommand) -> Bool {
    command is StrategyCommand || command is RiskCommand
  }

  @OptionGroup package var venue: VirtualVenueOptions
  @OptionGroup(title: "Messages") package var talk: TalkOptions
  @OptionGroup(title: "Configuration") package var configured: ConfigurationOptions

  package init() {}

  /// What a venue passes on of the market: the frame of its stream.
  private static let forwards = ForwardOptions.frame

  package func join(
    _ links: inout [Chain.Link], written: Bool, slice: Bool
  ) throws {
    guard let last = links.indices.last, var trading = links[last].stage as? TradingStage else {
      throw ConfigurationError("", "found no sf-strategy before it, expected one")
    }
    let entries = [links[last].entry] + links[last].parts.map(\.entry)
    let (entry, _) = try venue.joined(with: Header(stages: entries.compactMap(\.self)))
    try trading.order(fromVenueAtQuotes: venue.fill == .quote, written: written, slice: slice)
    links[last].stage = trading
    guard written else { return }
    links[last].parts.append(Chain.Link.Part(entry: entry, forwards: Self.forwards))
  }

  package func run(_ log: Logger) throws -> ExitStatus {
    preconditionFailure("as a process it is a tool of its own")
  }
}
