/// Passwords in addresses. They belong into files that only their owner can read: an address is seen
/// in lists of processes, in histories and in logs.
public enum AddressSecret {
  /// Whether an address says one, behind the user or as a parameter.
  public static func isIn(_ address: String) -> Bool {
    guard let start = address.firstRange(of: "://")?.upperBound else { return false }
    let rest = address[start...]
    if let at = rest.lastIndex(of: "@"), let colon = rest[..<at].firstIndex(of: ":") {
      let next = rest[rest.index(after: colon)...]
      let port = next.prefix { $0.isASCII && $0.isNumber }
      let isPort = port.endIndex < at && "/?".contains(next[port.endIndex])
      if !isPort { return true }
    }
    return parameters(of: rest).contains(where: isSecret)
  }

  /// The address without what stands between its first `:` behind `//` and its last `@`, and
  /// without parameters that are secrets: rather too little than too much.
  ///
  ///     postgres://me:secret@host/db?password=x&sslmode=require
  ///     postgres://me@host/db?sslmode=require
  public static func without(_ address: String) -> String {
    var text = address
    guard let start = text.firstRange(of: "://")?.upperBound else { return text }
    if let at = text[start...].lastIndex(of: "@"),
      let colon = text[start..<at].firstIndex(of: ":")
    {
      text.removeSubrange(colon..<at)
    }
    guard let query = text.firstIndex(of: "?") else { return text }
    let kept = parameters(of: text[query...]).filter { !isSecret($0) }
    return text[..<query] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
  }

  private static func parameters(of text: Substring) -> [Substring] {
    guard let query = text.firstIndex(of: "?") else { return [] }
    return text[text.index(after: query)...].split(separator: "&")
  }

  private static func isSecret(_ parameter: Substring) -> Bool {
    let key = decoded(parameter.prefix { $0 != "=" }).lowercased()
    // The key of a client's certificate is a file.
    let isKey = key.hasSuffix("key") && !key.hasSuffix("sslkey")
    return isKey
      || ["password", "passwd", "secret", "signature", "token", "auth"].contains {
        key.hasSuffix($0)
      }
  }

  /// A text with its `%XX` as what they stand for.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// The text with each address in it without its secrets.
  public var withoutSecrets: String {
    guard firstRange(of: "://") != nil else { return self }
    var result = ""
    var rest = self[...]
    while let sign = rest.firstRange(of: "://") {
      let tail = rest[sign.upperBound...].prefix { !$0.isWhitespace && $0 != "'" && $0 != "\"" }
      result += rest[..<sign.lowerBound]
      result += AddressSecret.without("://" + tail)
      rest = rest[tail.endIndex...]
    }
    return result + rest
  }
}
