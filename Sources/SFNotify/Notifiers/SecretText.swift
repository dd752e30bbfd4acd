import SFCore
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A secret in a file of its own: a token, an address that is one.
package enum SecretText {
  /// The one line of a file; one that others can read is refused (77).
  package static func read(_ file: String, _ what: String) throws -> String {
    var status = stat()
    if stat(file, &status) == 0, status.st_mode & 0o077 != 0 {
      throw StageError(
        .refused, "cannot use the \(what) in '\(file)': others can read it",
        help: "chmod 600 \(file)")
    }
    let text = try Endpoint.text(of: file)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.filter { !$0.isWhitespace } }
      .filter { !$0.isEmpty }
    guard lines.count == 1, lines[0].utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
      throw StageError(
        .configuration, "found no \(what) in '\(file)', expected one line with it alone")
    }
    return lines[0]
  }
}

/// The address of a server.
package enum NotifierAddress {
  /// One of `https`, or of `http` on this machine: what is sent elsewhere may be read on its way.
  package static func check(_ address: String, _ name: String) throws(ConfigurationError) {
    guard isWhole(address) else {
      throw ConfigurationError(
        name,
        "must be an address that begins with https://, or http://127.0.0.1, found "
          + "\(AddressSecret.without(address).shown())")
    }
    guard !AddressSecret.isIn(address) else {
      throw ConfigurationError(
        name, "has a secret in it, which others can see", help: "put it into a file: token=FILE")
    }
  }

  package static func isWhole(_ address: String) -> Bool {
    if address.hasPrefix("https://") { return address.utf8.count > 8 }
    let host = address.dropFirst("http://".count).prefix { !"/:?#@".contains($0) }
    let rest = address.dropFirst("http://".count + host.count)
    return address.hasPrefix("http://") && ["127.0.0.1", "localhost"].contains(host)
      && !rest.prefix { $0 != "/" }.contains("@")
  }
}
