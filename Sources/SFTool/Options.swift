import ArgumentParser
import Logging
import SFCore
import SFTransport
import SFWire
import SFRun

/// How much a tool says, and where.
public struct TalkOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say more; give it twice for all.")
  var verbose: Int

  @Flag(name: .shortAndLong, help: "Say errors only.")
  var quiet = false

  @Option(help: "How messages on standard error look: text, or json for programs.")
  var logFormat = TalkHandler.Format.text

  @Option(help: ArgumentHelp("Write messages to this file.", valueName: "file"))
  var logFile: String?

  public init() {}

  public func logger(_ tool: String) throws -> Logger {
    let descriptor = try Endpoint.open(log: logFile ?? "-")
    let level: Logger.Level =
      quiet ? .error : verbose >= 2 ? .trace : verbose == 1 ? .info : .notice
    let handler = TalkHandler(
      tool: tool, level: level, format: logFormat, descriptor: descriptor, SystemClock())
    return Logger(label: tool) { _ in handler }
  }
}

extension TalkHandler.Format: ExpressibleByArgument {}

/// What to do with a line that cannot be read.
public struct ErrorOptions: ParsableArguments {
  public enum Action: String, CaseIterable, ExpressibleByArgument, Sendable { case stop, skip }

  @Option(help: "What to do with a line that cannot be read: stop, or skip it and say so.")
  var onError = Action.stop

  @Option(
    help: ArgumentHelp(
      "With --on-error skip: stop at the next bad line after so many.", valueName: "lines"))
  var maxErrors: Int?

  public init() {}

  public var policy: WireSource.ErrorPolicy {
    onError == .stop ? .stop : WireSource.ErrorPolicy(skipped: maxErrors ?? .max)
  }

  /// The effective values, for the header.
  public var settings: [Setting] {
    [Setting("on_error", onError.rawValue), Setting("max_errors", maxErrors)]
  }

  public func validate() throws {
    if maxErrors != nil, onError == .stop {
      throw ValidationError("--max-errors goes with --on-error skip")
    }
    if let maxErrors, maxErrors < 0 {
      throw ValidationError("--max-errors must not be negative, is \(maxErrors)")
    }
  }
}

/// Which lines of its input a stage passes on.
///
/// Header, marks and end are the frame of a stream and always go on: without them the next stage
/// would have to make up others, and a pipe and one process would differ.
public struct ForwardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which lines of the input are passed on beside header, marks and end: all, none, or a list.",
      valueName: "types"))
  public var forward: String?

  /// What makes lines a stream.
  public static let frame = LineTypes([.header, .mark, .end])

  public init() {}

  /// The types to forward; `standard` when the option is not given.
  public func types(default standard: LineTypes) throws(ConfigurationError) -> LineTypes {
    switch forward {
    case nil: return standard
    case "all": return .all
    case "none": return Self.frame
    case let list?:
      let names = LineType.allCases.map(\.name)
      var types = Self.frame
      for name in list.split(separator: ",").map(String.init) {
        guard names.contains(name) else {
          throw ConfigurationError(
            "--forward", "names '\(name)', which is no type of line",
            help: NearestName.help(for: name, among: names))
        }
        types.insert(LineTypes(LineType(name: name)))
      }
      return types
    }
  }
}

/// Where a stage reads and writes.
public struct StreamOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write here instead of standard output.", valueName: "file"))
  public var output = "-"

  @Option(
    help: ArgumentHelp(
      "On INT or TERM, how long to drain before ending all the same.", valueName: "time"))
  var grace = TimeSpan.seconds(5)

  @OptionGroup public var errors: ErrorOptions

  public init() {}

  public func validate() throws {
    if grace == .zero { throw ValidationError("--grace must be more than 0") }
  }

  /// Begun seconds count: the alarm that ends a drain knows no parts of them.
  public var graceSeconds: UInt32 { UInt32(clamping: (grace.milliseconds + 999) / 1_000) }
}

extension TimeSpan: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }

  public var defaultValueDescription: String { description }
}
