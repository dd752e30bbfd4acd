import SFTool

/// `sf-session`: a tool of several actions, each with options of its own.
public enum SessionTool {
  /// Runs the action that the first argument names.
  public static func main() -> Never {
    let words = CommandLine.arguments.dropFirst()
    let rest = Array(words.dropFirst())
    switch words.first.flatMap(SessionAction.init) {
    case .run: Tool.main(SessionRunCommand.self, rest)
    case .status: Tool.main(SessionStatusCommand.self, rest)
    case .stop: Tool.main(SessionStopCommand.self, rest)
    case .restart: Tool.main(SessionRestartCommand.self, rest)
    case .logs: Tool.main(SessionLogsCommand.self, rest)
    case .drill: Tool.main(SessionDrillCommand.self, rest)
    case .emit: Tool.main(SessionEmitCommand.self, rest)
    case nil: Tool.main(SessionCommand.self, Array(words))
    }
  }
}
