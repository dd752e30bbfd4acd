import ArgumentParser
import Logging
import SFCore
import SFTransport
import SFWire
import SFRun

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A tool's command: what `Tool.main` needs beside its options.
public protocol ToolCommand: ParsableCommand {
  /// Three commands that run as printed, each with what it does.
  static var examples: [Example] { get }

  var talk: TalkOptions { get }

  /// Set when the command is parsed.
  var configured: ConfigurationOptions { get set }

  /// Does the work and says how it ended; failures are thrown.
  func run(_ log: Logger) throws -> ExitStatus

  /// What may stand as a value of an option, by its key, where only the tool knows: kinds, columns,
  /// figures. `nil` where a shell is told all by the option's declaration.
  static func candidates(for key: String, _ part: String) -> [String]?
}

extension ToolCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? { nil }
}

extension ToolCommand {
  public static var toolName: String { configuration.commandName ?? "sf" }

  /// The configuration of a tool, with the examples ahead of the options in `--help`.
  public static func toolConfiguration(
    _ name: String, _ abstract: String, more: String = ""
  ) -> CommandConfiguration {
    CommandConfiguration(
      commandName: name, abstract: abstract,
      discussion: [exampleText, more, exitStatusText].filter { !$0.isEmpty }
        .joined(separator: "\n\n"),
      helpNames: .long)
  }

  static var exampleText: String {
    "EXAMPLES:\n"
      + examples.map { "  # \($0.purpose)\n  \($0.lines.joined(separator: "\n  "))" }.joined(
        separator: "\n\n")
  }

  private static var exitStatusText: String {
    "EXIT CODES:\n"
      + ExitStatus.allCases.map {
        "  \($0.rawValue)\(String(repeating: " ", count: 5 - String($0.rawValue).count))\($0.meaning)"
      }
      .joined(separator: "\n")
  }

  /// What `-h` prints.
  static var shortHelp: String {
    """
    \(configuration.abstract)

    \(usageString())

    \(exampleText)

    See '\(toolName) --help' for all options.

    """
  }
}

/// The way from arguments to an exit code, the same for all tools.
public enum Tool {
  /// The version of the project, in headers and `--version`.
  public static let version = "0.1.0"

  /// Runs a tool and ends the process; `arguments` are those behind its name.
  public static func main<Command: ToolCommand>(
    _ type: Command.Type, _ arguments: [String] = Array(CommandLine.arguments.dropFirst())
  ) -> Never {
    let name = Command.toolName
    // A limit to the size of files is an error that can be said, as a full disk is, not the end.
    signal(SIGXFSZ, SIG_IGN)
    do {
      if let answer = try Completion.answer(type, arguments) {
        for word in answer { print(word) }
        end(.done, name)
      }
      try answerIfAsked(type, arguments)
      let command = try parse(type, arguments)
      try FilePlaces.check(command)
      let code = try run(command)
      end(code, name)
    } catch {
      exit(report(error, TalkHandler.logger(name)).rawValue)
    }
  }

  /// Help and version, before any option has to be valid.
  private static func answerIfAsked<Command: ToolCommand>(
    _ type: Command.Type, _ arguments: [String]
  ) throws {
    let flags = arguments.prefix { $0 != "--" }
    if flags.contains("-h") {
      print(type.shortHelp)
      end(.done, type.toolName)
    }
    if flags.contains("--help") {
      print(try HelpText(type).text)
      end(.done, type.toolName)
    }
    if let place = flags.firstIndex(of: "--generate-completion-script") {
      let shell = flags[place...].dropFirst().first ?? ""
      guard let script = CompletionScript(rawValue: shell) else {
        throw UsageError(
          "--generate-completion-script: found '\(shell)', expected bash, zsh or fish")
      }
      print(script.text(of: type.toolName))
      end(.done, type.toolName)
    }
    guard flags.contains("--version") || flags.first == "-V" else { return }
    if flags.contains("--json") {
      let types = LineTable.types.map { "\"\($0.name)\"" }.joined(separator: ",")
      print(
        "{\"tool\":\"\(type.toolName)\",\"version\":\"\(version)\","
          + "\"protocol\":\(Header.protocolVersion),\"build\":\"\(build)\",\"schemas\":[\(types)]}")
    } else {
      print("\(type.toolName) \(version) (protocol \(Header.protocolVersion))")
    }
    end(.done, type.toolName)
  }

  /// Ends the process once what was printed has been written; a help that was lost is no success.
  private static func end(_ code: ExitStatus, _ name: String) -> Never {
    guard fflush(nil) != 0 else { exit(code.rawValue) }
    let error: any Error =
      errno == EPIPE
      ? ReaderGone()
      : TransportError(
        .inputOutput, "cannot write standard output: \(TransportError.reason(errno))")
    _exit(report(error, TalkHandler.logger(name)).rawValue)
  }

  private static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// Reads the arguments of a tool, and what variables and files say; help and completions are
  /// printed at once. `file` is read like `--config` where neither the arguments nor a variable
  /// names one.
  public static func parse<Command: ToolCommand>(
    _ type: Command.Type, _ arguments: [String], file: String? = nil
  ) throws -> Command {
    let configuration = try Configuration(type, NegativeNumbers.joined(arguments), file: file)
    var command: Command
    do {
      command = try type.parse(configuration.arguments)
    } catch {
      if type.exitCode(for: error).isSuccess {
        print(type.fullMessage(for: error))
        end(.done, type.toolName)
      }
      throw configuration.located(UsageError(type.message(for: error), tool: type.toolName)) {
        do { _ = try type.parse($0) } catch {
          return UsageError(type.message(for: error), tool: type.toolName).message
        }
        return nil
      }
    }
    if command.configured.showConfig {
      print(configuration.listing)
      end(.done, type.toolName)
    }
    command.configured.configuration = configuration
    return command
  }

  /// Runs a command that has been parsed.
  public static func run(_ command: some ToolCommand) throws -> ExitStatus {
    let log = try command.talk.logger(type(of: command).toolName)
    do {
      return try command.placing { try command.run(log) }
    } catch {
      return report(error, log)
    }
  }

  /// Says an error in one sentence and gives its exit code.
  public static func report(_ error: any Error, _ log: Logger) -> ExitStatus {
    if error is ReaderGone {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    var keys: Logger.Metadata = [:]
    var error = error
    if let part = error as? PartError {
      keys["tool"] = "\(part.tool)"
      error = part.error
    }
    guard let known = error as? any ReportableError else {
      keys["help"] = "this is a bug of ours: please report it"
      log.error("\(error)", metadata: keys)
      return .bug
    }
    if let help = known.help { keys["help"] = "\(help)" }
    if let place = known.location { keys["place"] = "\(place)" }
    log.error("\(known.message)", metadata: keys)
    return known.exitStatus
  }
}

extension TalkHandler {
  /// For what is said before options are known.
  static func logger(_ tool: String) -> Logger {
    Logger(label: tool) { _ in
      TalkHandler(tool: tool, level: .notice, format: .text, descriptor: 2, SystemClock())
    }
  }
}

/// A command line that cannot be understood.
public struct UsageError: ReportableError {
  public let message: String
  public let help: String?
  public var exitStatus: ExitStatus { .usage }

  public init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  /// The parser's words, its "did you mean" as help.
  init(_ text: String, tool: String) {
    let first = text.split(separator: "\n").first.map(String.init) ?? text
    message = first.hasPrefix("Error: ") ? String(first.dropFirst(7)) : first
    help = "see '\(tool) --help'"
  }
}

extension ExitStatus {
  /// The code of a run of a chain.
  public init(_ outcome: Chain.Outcome) {
    switch outcome {
    case .done, .open: self = .done
    case .cut: self = .badData
    case .interrupted: self = Interruption.exitStatus
    }
  }
}
