import SFStore

/// The databases behind `--store`.
public enum Databases {
  /// Makes them what `Stores.open` opens: the first thing that a tool which keeps market data does.
  public static func link() {
    Stores.link { address, access, types in
      switch address {
      case .sqlite(let path): try SQLiteStore(path: path, access, types)
      case .postgres, .duckdb:
        throw StoreError(.usage, "'\(address.text)' is no kind of store that is read here")
      }
    }
  }
}
