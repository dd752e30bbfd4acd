import SFCore
import SFWire

/// A line of an input that cannot be read: `FILE:LINE:COLUMN: error: what was found, what was expected`.
public struct InputError: ReportableError, Equatable {
  public let exitStatus: ExitStatus
  public let file: String
  public let line: Int
  public let column: Int
  public let message: String
  public let help: String?

  public init(
    _ exitStatus: ExitStatus = .badData, file: String, line: Int, column: Int, message: String,
    help: String? = nil
  ) {
    self.exitStatus = exitStatus
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.help = help
  }

  public init(_ error: WireError, file: String, line: Int) {
    self.init(file: file, line: line, column: error.column, message: error.message)
  }

  public var location: String? { place }
  public var place: String { "\(file):\(line):\(column)" }
}
