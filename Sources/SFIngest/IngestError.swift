import SFCore
import SFWire

/// Input that cannot be read: where it stands, what was found, what was expected.
public struct IngestError: ReportableError, Equatable {
  public let file: String
  /// Counts lines from 1.
  public let line: Int
  /// Counts bytes of the line from 1.
  public let column: Int
  public let message: String
  public let help: String?

  public init(file: String, line: Int, column: Int, message: String, help: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.help = help
  }

  init(_ error: WireError, file: String, line: Int, help: String? = nil) {
    self.init(file: file, line: line, column: error.column, message: error.message, help: help)
  }

  public var exitStatus: ExitStatus { .badData }
}
