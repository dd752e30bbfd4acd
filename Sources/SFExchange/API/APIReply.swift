import SFBinance
import SFCore
import SFWire

/// What a request is answered with.
package struct APIReply: Equatable, Sendable {
  package var status: Int
  /// Beside the content's type and length.
  package var headers: [Header] = []
  package var isHTML = false
  package var body: [UInt8]

  package struct Header: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(status: Int = 200, _ value: JSONValue) {
    self.status = status
    body = Array(value.text.utf8)
  }

  /// A page of whatever stands before the exchange: no JSON at all.
  package init(html status: Int, _ title: String) {
    self.status = status
    isHTML = true
    body = Array(
      """
      <html>\r\n<head><title>\(status) \(title)</title></head>\r\n<body>\r\n\
      <center><h1>\(status) \(title)</h1></center>\r\n</body>\r\n</html>\r\n
      """.utf8)
  }

  package init(_ refusal: SpotRefusal) {
    self.init(status: refusal.status, refusal.text)
  }

  /// What an error says; empty for what is none.
  var message: String {
    (try? JSONValue(text: body))?["msg"]?.string ?? ""  // a page of HTML says nothing
  }

  package var contentType: String {
    isHTML ? "text/html" : "application/json;charset=UTF-8"
  }
}

extension SpotRefusal {
  /// As the exchange writes it.
  var text: JSONValue {
    let text = JSONValue.members(["code": .integer(code.rawValue), "msg": .string(message)])
    return data.map { text.adding(["data": $0]) } ?? text
  }

  /// The status of HTTP that goes with it.
  package var status: Int {
    switch code {
    case .tooManyRequests, .tooManyOrders: 429
    case .badKeyFormat, .rejectedKey, .unauthorized: 401
    case .replacedInPart: data?.isOfCount == true ? 429 : 409
    case .unknown, .disconnected, .unexpectedResponse: 500
    case .timeout: 504
    case .serverBusy, .serviceShuttingDown: 503
    default: 400
    }
  }
}
