import SFCore

/// A command line of the user's, which finds the message at its input.
public struct CommandNotifier: Notifier {
  public static let kind = "command"
  public static let summary = "Runs a command line of the shell, with the message at its input."
  public static let parameters = [
    Parameter("run", .text, "the command line, without commas outside of parentheses"),
    levelParameter,
  ]

  public let run: String
  public let level: NoticeLevel

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    run = arguments.name("run")
    level = Self.level(arguments)
  }

  public func open() throws -> NotifierChannel {
    NotifierChannel(name: "command", secrets: [], mostUnits: SlackNotifier.mostUnits) { [run] in
      .program(run, input: $0.text + "\n")
    }
  }
}
