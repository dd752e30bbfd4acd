/// What a person asks from afar, and what is done on their word: sf-monitor knows.
///
/// Asked from another thread, one question at a time.
public protocol MonitorAnswers: Sendable {
  func status() -> String
  func profit() -> String
  func balance() -> String
  func positions() -> String
  func daily() -> String

  // Each does it, reads back what came of it and returns that; what it throws is said as it is. `who`
  // stands in the ledger.

  func reduce(by who: String) throws -> String
  func halt(by who: String) throws -> String
  func resume(by who: String) throws -> String
  /// Exits one position.
  func exit(_ id: String, by who: String) throws -> String
  /// Exits all positions.
  func flatten(by who: String) throws -> String
}
