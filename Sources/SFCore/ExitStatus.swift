/// What a tool tells the shell, as documented on the wire page and in every `--help`.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  case done = 0
  case found = 1
  case usage = 64
  case badData = 65
  case noInput = 66
  case unavailable = 69
  case bug = 70
  case cannotCreate = 73
  case inputOutput = 74
  case tryAgain = 75
  case protocolMismatch = 76
  case refused = 77
  case configuration = 78
  case interrupted = 130
  case terminated = 143

  /// What the code means, as `--help` lists it.
  public var meaning: String {
    switch self {
    case .done: "done"
    case .found: "a check found something"
    case .usage: "usage"
    case .badData: "bad data, or a stream that was cut"
    case .noInput: "no such input"
    case .unavailable: "peer or venue unavailable"
    case .bug: "a bug of ours"
    case .cannotCreate: "cannot create"
    case .inputOutput: "input or output failed, disk full"
    case .tryAgain: "try again as is"
    case .protocolMismatch: "protocol or schema not understood"
    case .refused: "refused"
    case .configuration: "configuration"
    case .interrupted: "stopped by INT after draining"
    case .terminated: "stopped by TERM after draining"
    }
  }
}

/// A failure that a tool reports in one sentence and ends with.
public protocol ReportableError: Error {
  var exitStatus: ExitStatus { get }

  /// One sentence, without the tool's name and without a full stop at its end.
  var message: String { get }

  /// What the user can do about it; `nil` when nothing helps.
  var help: String? { get }

  /// `FILE:LINE:COLUMN` of what is wrong; `nil` when it is in no line of an input.
  var location: String? { get }
}

extension ReportableError {
  public var location: String? { nil }
}

/// A setting that cannot be honored.
public struct ConfigurationError: ReportableError, Equatable {
  /// What was set: a parameter, an option or a spec.
  public let setting: String
  public let reason: String
  public let help: String?

  public init(_ setting: String, _ reason: String, help: String? = nil) {
    self.setting = setting
    self.reason = reason
    self.help = help
  }

  public var exitStatus: ExitStatus { .configuration }
  public var message: String { setting.isEmpty ? reason : "\(setting) \(reason)" }
}

/// A step that a stage cannot work on.
public struct StageError: ReportableError, Equatable {
  public let exitStatus: ExitStatus
  public let message: String
  public let help: String?

  public init(_ exitStatus: ExitStatus, _ message: String, help: String? = nil) {
    self.exitStatus = exitStatus
    self.message = message
    self.help = help
  }

  public init(_ error: ConfigurationError) {
    self.init(.configuration, error.message, help: error.help)
  }
}
