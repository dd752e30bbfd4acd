import SFCore
import SFStore

/// The databases behind `--store`.
public enum Databases {
  /// Makes them what `Stores.open` opens: the first thing that a tool which keeps market data does.
  public static func link() {
    Stores.link { address, access, types in
      switch address {
      case .sqlite(let path): try SQLiteStore(path: path, access, types)
      case .postgres(let url) where AddressSecret.isIn(url):
        throw StoreError.secret(in: address.text)
      case .postgres(let url):
        try PostgresStore(url: url, name: address.text, access, types)
      case .duckdb:
        throw StoreError(
          .usage, "'\(address.text)' is read by sf-ingest --store … --table …, and by nothing else")
      }
    }
  }
}
