import SFRun
import SFTool

/// A tool that takes its turns in the stage of the strategy before it: what stands between that and
/// the market.
package protocol JoiningCommand: ToolCommand {
  /// Joins the strategy that is the last of the links. Its lines are `written`, or heard by the trader
  /// alone; a `slice` of a run is closed at its end.
  func join(_ links: inout [Chain.Link], written: Bool, slice: Bool) throws

  /// Whether a command may stand before it in a text.
  static func stands(behind command: any ToolCommand) -> Bool

  /// What stands before it, for messages: `sf-strategy`.
  static var place: String { get }
}
