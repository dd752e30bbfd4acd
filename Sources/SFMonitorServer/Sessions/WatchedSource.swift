import SFCore
import SFMonitor
import SFStats

/// What is watched: a session in its directory, or a stream.
protocol WatchedSource: AnyObject {
  var state: SessionState { get }

  /// Whether its marks are of now: it has the days of the machine.
  var isLived: Bool { get }

  /// Takes what has come; returns whether that is all that is there. Where marks are judged one by
  /// one, `eachMark` is called at each.
  func poll(at wall: Timestamp, _ eachMark: () throws -> Void) throws -> Bool

  /// The backtest that was expected.
  func expect(_ cone: ExpectationCone)

  /// What stages have said since this was asked last.
  func takeSaid() -> [SaidAlert]

  /// The ledger of its venue; `nil` where it has none.
  var ledger: LedgerLook? { get }
}
