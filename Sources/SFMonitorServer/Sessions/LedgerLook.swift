import SFCore
import SFLedger
import SFMonitor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The ledger of a session's venue: looked into, and what a person says is written there.
final class LedgerLook {
  private let ledger: Ledger

  /// `nil` while the session has no ledger, or its venue is just making it.
  init?(ofSession directory: String) throws {
    let path = LedgerPlace.path(of: directory)
    guard access(path, F_OK) == 0 else { return nil }
    do {
      ledger = try Ledger(path, .person)
    } catch let error as LedgerError where error.exitStatus == .tryAgain {
      return nil
    }
  }

  func unknownOrders() throws -> [MachineState.UnknownOrder] {
    try ledger.unknownOrders().map { MachineState.UnknownOrder(id: $0.id, since: $0.since) }
  }

  /// What was said and the venue has not taken.
  func untaken() throws -> Int { try ledger.unheard().count }

  /// Says a word as `sf-broker halt` and its like do.
  func say(_ control: Control, wall: Timestamp) throws {
    try ledger.say(control, wall: wall)
  }
}
