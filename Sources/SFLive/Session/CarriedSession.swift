import SFCore
import SFServe
import SFSession
import SFTransport

/// The session whose book another one goes on with.
enum CarriedSession {
  /// The directory of the strategy of a session that has stopped.
  static func stoppedStrategy(of path: String) throws -> String {
    if let process = SessionDirectory(path).runner {
      throw TransportError(
        .tryAgain,
        "'\(path)' is still run by process \(process), expected a session that has stopped",
        help: "stop it: sf-session stop \(path)")
    }
    return try strategy(of: path)
  }

  /// The directory of its strategy.
  static func strategy(of path: String) throws -> String {
    let directory = SessionDirectory(path)
    let stages = try directory.existingPlan().stages
    let strategy = stages.last {
      TextStage(name: $0.name, words: $0.words).tool == "sf-strategy"
    }
    guard let strategy else {
      throw ConfigurationError("--carry", "is '\(path)', a session without sf-strategy")
    }
    return directory.stage(strategy.name)
  }
}
