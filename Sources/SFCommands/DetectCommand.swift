import ArgumentParser
import Logging
import SFCore
import SFTool

public struct DetectCommand: ToolCommand {
  public static let examples: [Example] = []
  public static let configuration = toolConfiguration("sf-detect", "")

  @OptionGroup(title: "Messages") public var talk: TalkOptions

  public init() {}

  public func run(_ log: Logger) throws -> ExitStatus { .bug }
}
