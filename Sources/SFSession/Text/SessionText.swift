import SFEngine

/// A pipeline as a session runs it: each command a stage with a journal, `tee FILE` and `> FILE` a
/// copy of the lines of the stage before it.
public struct SessionText: Equatable, Sendable {
  public typealias Failure = PipelineText.Failure

  public var stages: [TextStage] = []

  public init(_ text: PipelineText) throws(Failure) {
    if let input = text.input {
      throw Failure(
        place: text.commands[0].place,
        message: "found '< \(input)', expected the file as an argument: the first stage of a "
          + "session is started again and has to open it by itself")
    }
    var copies: [[String]] = []
    var commands: [PipelineText.Command] = []
    for command in text.commands {
      guard command.words[0] == "tee" else {
        commands.append(command)
        copies.append([])
        continue
      }
      guard !commands.isEmpty else {
        throw Failure(place: command.place, message: "found tee, expected a stage before it")
      }
      copies[copies.count - 1].append(try Self.file(ofTee: command))
    }
    if let output = text.output { copies[copies.count - 1].append(output) }
    let names = StageName.names(of: commands.map(\.words))
    stages = commands.indices.map {
      TextStage(
        name: names[$0], words: commands[$0].words, copies: copies[$0], place: commands[$0].place)
    }
    for stage in stages { try ToolWords.check(stage) }
  }

  private static func file(ofTee command: PipelineText.Command) throws(Failure) -> String {
    guard command.words.count == 2, !command.words[1].hasPrefix("-") else {
      throw Failure(
        place: command.place,
        message: "found \(command.words.count - 1) words behind tee, expected a file")
    }
    return command.words[1]
  }

  /// The place of a stage of this name.
  public func index(of name: String) -> Int? { stages.firstIndex { $0.name == name } }

  /// The place of the last stage that is this tool.
  public func index(ofTool tool: String) -> Int? { stages.lastIndex { $0.tool == tool } }

  /// The text as a shell and `sf-backtest` read it.
  public var text: String {
    let commands = stages.flatMap { stage in
      [stage.words] + stage.copies.map { ["tee", $0] }
    }
    return commands.map { $0.map(ShellWord.quoted).joined(separator: " ") }
      .joined(separator: " |\n  ") + "\n"
  }
}
