import SFCore

/// Where a store is: `market.db`, `postgres://host/name`, `duckdb:FILE`.
public enum StoreAddress: Hashable, Sendable {
  /// A file of SQLite.
  case sqlite(path: String)
  /// A connection string of libpq.
  case postgres(url: String)
  /// A file that the user's `duckdb` reads.
  case duckdb(path: String)

  /// `nil` for an empty text, and for an address of another kind: `mysql://host/name`.
  public init?(_ text: String) {
    let (scheme, rest) = Self.split(text)
    switch scheme {
    case let scheme? where ["postgres", "postgresql"].contains(scheme.lowercased()):
      // libpq knows it in small letters.
      self = .postgres(url: "\(scheme.lowercased()):\(rest)")
    case "duckdb": self = .duckdb(path: rest)
    case "sqlite": self = .sqlite(path: rest)
    default: self = .sqlite(path: text)
    }
    if rest.isEmpty || isOfAnotherKind { return nil }
  }

  private var isOfAnotherKind: Bool {
    if case .sqlite(let path) = self { path.contains("://") } else { false }
  }

  private static func split(_ text: String) -> (scheme: String?, rest: String) {
    guard let colon = text.firstIndex(of: ":") else { return (nil, text) }
    return (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }

  /// As messages and headers name it: without a password.
  public var text: String {
    switch self {
    case .sqlite(let path): path
    case .duckdb(let path): "duckdb:\(path)"
    case .postgres(let url): AddressSecret.without(url)
    }
  }
}

/// What a store is opened for.
public enum StoreAccess: Hashable, Sendable {
  /// What is there; any number of processes.
  case reading
  /// Made when it is not there; one process.
  case writing
}
