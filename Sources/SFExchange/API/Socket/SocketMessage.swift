import SFBinance
import SFCore
import SFWire

/// A request over the WebSocket API: `{"id":1,"method":"order.place","params":{…}}`.
struct SocketMessage: Equatable {
  /// As it came: an integer, a text, or nothing.
  let id: JSONValue
  let method: String
  let params: [JSONValue.Member]

  init(_ text: String) throws(SpotRefusal) {
    let invalid = SpotRefusal(.badJSON, "Invalid JSON Request")
    // What is wrong with it, nobody is told.
    guard let value = try? JSONValue(text: Array(text.utf8)),
      value.members != nil, let method = value["method"]?.string
    else { throw invalid }
    self.method = method
    id = value["id"] ?? .null
    guard Self.isID(id) else {
      throw SpotRefusal(
        .unknown,
        "Invalid 'id' in JSON request; expected an integer, a string matching "
          + "'^[a-zA-Z0-9-_]{1,36}$', or null.")
    }
    switch value["params"] {
    case nil, .null: params = []
    case .object(let members): params = members
    default: throw invalid
    }
  }

  private static func isID(_ id: JSONValue) -> Bool {
    switch id {
    case .null: true
    case .number(let text): Int64(text) != nil
    case .string(let text): ClientName.isLegal(text)
    default: false
    }
  }

  /// What it asks for, by name, as texts: what is no text stands there as JSON.
  func parameters() throws(SpotRefusal) -> RequestParameters {
    guard Set(params.map(\.key)).count == params.count else {
      throw SpotRefusal(.tooManyParameters, "Duplicate values for a parameter detected.")
    }
    return RequestParameters(params.map { FormText.Pair(name: $0.key, value: Self.text($0.value)) })
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text), .number(let text): text
    default: value.text
    }
  }

  /// What is signed: all parameters but the signature, by name, as they are.
  var payload: String {
    params.filter { $0.key != "signature" }.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(Self.text($0.value))" }.joined(separator: "&")
  }
}
