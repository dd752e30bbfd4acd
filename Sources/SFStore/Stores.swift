import SFCore
import Synchronization

/// Opens stores.
///
/// Tools that keep market data link the databases and say so before anything else
/// (`Databases.link()`); the others do without them, and start as fast. After `bin/quickstart` in a
/// fresh clone no database is built yet.
public enum Stores {
  public typealias Opening =
    @Sendable (StoreAddress, StoreAccess, DataTypes) throws -> any MarketStore

  private static let linked = Mutex<Opening?>(nil)

  public static func link(_ opening: @escaping Opening) { linked.withLock { $0 = opening } }

  /// Opens a store. One that is held by another writer is `tryAgain` with the holder's process id;
  /// one of a newer version `protocolMismatch`; one that is not there, to be read, `noInput`.
  public static func open(
    _ address: StoreAddress, for access: StoreAccess, types: DataTypes = DataTypes()
  ) throws -> any MarketStore {
    guard let opening = linked.withLock({ $0 }) else {
      throw StoreError(
        .unavailable, "stores are not built yet", help: "run bin/setup in the project's directory")
    }
    return try opening(address, access, types)
  }
}

/// A store that cannot be opened, read or written.
public struct StoreError: ReportableError, Equatable {
  public let exitStatus: ExitStatus
  public let message: String
  public let help: String?

  public init(_ exitStatus: ExitStatus, _ message: String, help: String? = nil) {
    self.exitStatus = exitStatus
    self.message = message
    self.help = help
  }

  /// An address that says a password; `name` does not.
  public static func secret(in name: String) -> StoreError {
    StoreError(
      .configuration, "found a password in the address '\(name)', expected none",
      help: "say it in ~/.pgpass, or in a file that PGPASSFILE names")
  }

  /// A type that a store has with other columns than are declared.
  public static func otherType(_ type: DataType, in store: String) -> StoreError {
    StoreError(
      .configuration,
      "found another '\(type.name)' in '\(store)' than is declared, expected the same columns",
      help: "it has: \(type.columns.map(\.name).joined(separator: " "))")
  }

  /// Two rows of one time that disagree.
  public static func conflict(
    _ dataset: Dataset, at time: Timestamp, found: String, stored: String, in store: String
  ) -> StoreError {
    StoreError(
      .badData,
      "found \(found) of \(dataset.text) at \(time), expected \(stored) as in '\(store)'",
      help: "--on-conflict first or last keeps one of them")
  }
}
