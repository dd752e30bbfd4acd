import SFCore

/// What is wrong with a model: one sentence that says what was found, and what was expected.
struct ModelMistake: Error, Equatable {
  /// The states of a model, as alerts say them.
  enum State: String, Sendable {
    /// It answers.
    case well
    /// No answer came in time; it may still come.
    case late
    /// It is gone.
    case dead
    /// It said what it was not asked for, or what cannot be used.
    case wrong
  }

  let state: State
  let message: String

  /// What a run that it stops exits with.
  var exitStatus: ExitStatus { state == .wrong ? .badData : .unavailable }

  static func wrong(_ message: String) -> Self { Self(state: .wrong, message: message) }
  static func dead(_ message: String) -> Self { Self(state: .dead, message: message) }
}
