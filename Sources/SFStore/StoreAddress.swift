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
    case "postgres", "postgresql": self = .postgres(url: text)
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
    case .postgres(let url): Self.withoutPassword(url)
    }
  }

  /// `postgres://user:secret@host/name` without `:secret`, and without a `password=` behind `?`.
  private static func withoutPassword(_ url: String) -> String {
    var text = url
    if let authority = text.firstRange(of: "://")?.upperBound {
      let end = text[authority...].firstIndex { $0 == "/" || $0 == "?" } ?? text.endIndex
      if let at = text[authority..<end].lastIndex(of: "@"),
        let colon = text[authority..<at].firstIndex(of: ":")
      {
        text.removeSubrange(colon..<at)
      }
    }
    guard let query = text.firstIndex(of: "?") else { return text }
    let parts = text[text.index(after: query)...].split(separator: "&").filter {
      !$0.hasPrefix("password=")
    }
    return text[..<query] + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
  }
}

/// What a store is opened for.
public enum StoreAccess: Hashable, Sendable {
  /// What is there; any number of processes.
  case reading
  /// Made when it is not there; one process.
  case writing
}
