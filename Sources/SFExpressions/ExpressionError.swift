import SFCore

/// Why a text is no expression, and where.
public struct ExpressionError: ReportableError, Equatable {
  public let text: String
  /// Where in the text, in bytes from 1.
  public let column: Int
  /// What was found, and what was expected.
  public let reason: String
  public let help: String?

  init(_ text: String, at offset: Int, _ reason: String, help: String? = nil) {
    self.text = text
    self.column = offset + 1
    self.reason = reason
    self.help = help
  }

  public var exitStatus: ExitStatus { .configuration }
  public var message: String { "'\(text)', column \(column): \(reason)" }

  /// The same, as the error of the option or key that holds the text.
  public func configurationError(of setting: String) -> ConfigurationError {
    ConfigurationError("\(setting) '\(text)', column \(column):", reason, help: help)
  }
}
