import SFCore
import SFWire

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
  /// The header `X-MBX-TIME-UNIT`; `nil` without one.
  package var timeUnit: String?
  /// Whether its connection has carried another before it.
  package var isOnUsedConnection: Bool
  /// Of a message of the WebSocket API the number of its connection; then the body is the message,
  /// and the path its method.
  package var connection: Int?

  package init(
    address: String = "127.0.0.1", method: String, path: String, query: String = "",
    body: String = "", key: String? = nil, timeUnit: String? = nil, isOnUsedConnection: Bool = false
  ) {
    self.address = address
    self.method = method
    self.path = path
    self.query = query
    self.body = body
    self.key = key
    self.timeUnit = timeUnit
    self.isOnUsedConnection = isOnUsedConnection
  }

  /// The method of HTTP that stands for messages of the WebSocket API.
  package static let socket = "WS"

  /// A message of the WebSocket API.
  package init(message: String, connection: Int, address: String) {
    let value = try? JSONValue(text: Array(message.utf8))  // what is no JSON is answered later
    self.init(
      address: address, method: Self.socket, path: value?["method"]?.string ?? "", body: message)
    self.connection = connection
  }
}
