import SFBinance
import SFCore

/// One thing that a request says.
package struct RequestField: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    case text(String)
    case number(Int64)
    case flag(Bool)
  }

  package let name: String
  package let value: Value

  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  package init(_ name: String, _ text: String) { self.init(name, .text(text)) }
  package init(_ name: String, _ number: Int64) { self.init(name, .number(number)) }

  /// As it is signed: of a flag JSON's word.
  package var text: String {
    switch value {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    }
  }
}

/// The two ways in which requests are signed.
///
///     REST           percent-encoded, in the order in which it is sent, and so signed
///     WebSocket API  with the key, sorted by name, in raw UTF-8
package struct RequestSigner: Sendable {
  private let key: AccountKey

  package init(_ key: AccountKey) { self.key = key }

  /// The header `X-MBX-APIKEY`.
  package var header: String { key.name }

  /// What is signed of a request to REST.
  package static func payload(_ fields: [RequestField]) -> String {
    fields.map { "\(RESTCall.escaped($0.name))=\(RESTCall.escaped($0.text))" }.joined(
      separator: "&")
  }

  /// The whole query or form of a request to REST.
  package func signed(_ fields: [RequestField]) -> String {
    let payload = Self.payload(fields)
    let signature = RESTCall.escaped(key.signature(of: Array(payload.utf8)))
    return "\(payload)\(payload.isEmpty ? "" : "&")signature=\(signature)"
  }

  /// The parameters of a message of the WebSocket API, with key and signature.
  package func signedForSocket(_ fields: [RequestField]) -> [RequestField] {
    let named = fields + [RequestField("apiKey", key.name)]
    let sorted = named.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let payload = sorted.map { "\($0.name)=\($0.text)" }.joined(separator: "&")
    return sorted + [RequestField("signature", key.signature(of: Array(payload.utf8)))]
  }
}
