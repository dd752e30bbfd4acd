import SFCore

/// A request as it came: nothing of it has been looked at.
package struct APIRequest: Equatable, Sendable {
  /// Who asks: limits are kept by address.
  package var address: String
  package var method: String
  /// Without the query.
  package var path: String
  /// As it was sent, percent-encoded, without `?`.
  package var query: String
  /// A form, as it was sent.
  package var body: String
  /// The header `X-MBX-APIKEY`; `nil` without one.
  package var key: String?
  /// Whether its connection has carried another before it.
  package var isOnUsedConnection: Bool

  package init(
    address: String = "127.0.0.1", method: String, path: String, query: String = "",
    body: String = "", key: String? = nil, isOnUsedConnection: Bool = false
  ) {
    self.address = address
    self.method = method
    self.path = path
    self.query = query
    self.body = body
    self.key = key
    self.isOnUsedConnection = isOnUsedConnection
  }
}
