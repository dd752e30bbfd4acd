import ArgumentParser
import Logging
import SFCore
import SFTool

/// `sf-session` without an action that it knows: says which there are.
public struct SessionCommand: ToolCommand {
  public static let examples = [
    Example(
      "A pipeline whose stages may be killed at any moment: here through stored bars",
      "sf-session run -f pipelines/session.sh --dir run --replay"),
    Example("Where each of its stages is", "sf-session status run"),
    Example(
      "The same pipeline as a script of named pipes",
      "sf-session emit sh -f pipelines/session.sh > pipes.sh"),
  ]

  public static let configuration = toolConfiguration(
    "sf-session", "Runs a pipeline for weeks: each stage a process that may be killed and goes on.",
    more: """
      ACTIONS:
      \(SessionAction.allCases.map { action in
        let (words, meaning) = action.usage
        return "  sf-session \(words)\(String(repeating: " ", count: 26 - words.count))\(meaning)"
      }.joined(separator: "\n"))

      See 'sf-session ACTION --help' for the options of each.

      What a stage writes stands in a journal, DIR/STAGE/journal, and the next one reads it
      from there. A process that dies is started again and goes on where its journal ends:
      nothing is lost, done twice or written differently. A configuration belongs to its
      directory.
      """)

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  @Argument(
    help: "What to do, and to what.",
    completion: .list(SessionAction.allCases.map(\.rawValue)))
  var words: [String] = []

  public init() {}

  public func run(_ log: Logger) throws -> ExitStatus {
    throw ActionWord.error(
      words, among: SessionAction.allCases.map(\.rawValue), example: Self.examples[0].command
    ) { "sf-session " + (SessionAction(rawValue: $0)?.usage.words ?? $0) }
  }
}
