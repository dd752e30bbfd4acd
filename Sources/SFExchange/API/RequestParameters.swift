import SFBinance
import SFCore

/// What a request asks for, by name; each is read with the exchange's own errors.
package struct RequestParameters: Equatable, Sendable {
  private let pairs: [FormText.Pair]

  init(_ pairs: [FormText.Pair]) { self.pairs = pairs }

  /// Of a query and a body; what stands in both is the query's. None may stand twice in one.
  init(query: String, body: String) throws(SpotRefusal) {
    guard let query = FormText.pairs(query), let body = FormText.pairs(body) else {
      throw SpotRefusal(.illegalCharacters, "Illegal characters found in a parameter.")
    }
    for list in [query, body] where Set(list.map(\.name)).count != list.count {
      throw SpotRefusal(.tooManyParameters, "Duplicate values for a parameter detected.")
    }
    pairs = query + body.filter { pair in !query.contains { $0.name == pair.name } }
  }

  package var names: [String] { pairs.map(\.name) }

  package func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }

  // MARK: Texts

  /// `nil` for one that was not sent; one that was must not be empty.
  func optional(_ name: String) throws(SpotRefusal) -> String? {
    guard let pair = pairs.first(where: { $0.name == name }) else { return nil }
    guard !pair.value.isEmpty else {
      throw SpotRefusal(.emptyParameter, "Parameter '\(name)' was empty.")
    }
    return pair.value
  }

  func text(_ name: String) throws(SpotRefusal) -> String {
    guard let value = pairs.first(where: { $0.name == name })?.value, !value.isEmpty else {
      throw .missing(name)
    }
    return value
  }

  /// A client's name of an order or a cancel.
  func clientID(_ name: String) throws(SpotRefusal) -> String? {
    guard let text = try optional(name) else { return nil }
    guard ClientName.isLegal(text) else { throw .illegal(name, range: ClientName.range) }
    return text
  }

  /// One of the words of a list.
  func word<Word: RawRepresentable<String>>(
    _ name: String, _ refusal: SpotRefusal
  ) throws(SpotRefusal) -> Word? {
    guard let text = try optional(name) else { return nil }
    guard let word = Word(rawValue: text) else { throw refusal }
    return word
  }

  func flag(_ name: String) throws(SpotRefusal) -> Bool {
    switch try optional(name) {
    case nil, "false": return false
    case "true": return true
    default: throw .invalid(name)
    }
  }

  // MARK: Numbers

  func integer(_ name: String) throws(SpotRefusal) -> Int64? {
    guard let text = try optional(name) else { return nil }
    guard text.utf8.count <= 20, text.utf8.allSatisfy({ $0 &- 48 < 10 }) else {
      throw .illegal(name, range: "^[0-9]{1,20}$")
    }
    guard let number = Int64(text) else { throw .invalid(name) }
    return number
  }

  /// How many, from 1 to the most; more is the most.
  func limit(standard: Int = 500, most: Int = 1_000) throws(SpotRefusal) -> Int {
    guard let limit = try integer("limit") else { return standard }
    guard limit > 0 else { throw .invalid("limit") }
    return Int(min(limit, Int64(most)))
  }

  /// A decimal of 0 or more with at most eight places.
  func decimal<Amount: FixedPoint>(_ name: String) throws(SpotRefusal) -> Amount? {
    guard let text = try optional(name) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isLegal =
      parts.count <= 2
      && parts.allSatisfy { part in
        (1...20).contains(part.utf8.count) && part.utf8.allSatisfy { $0 &- 48 < 10 }
      }
    guard isLegal else { throw .illegal(name, range: #"^([0-9]{1,20})(\.[0-9]{1,20})?$"#) }
    let whole = parts[0].drop { $0 == "0" }
    let number = DecimalNumber(
      "\(whole.isEmpty ? "0" : whole)" + (parts.count == 2 ? ".\(parts[1])" : ""))
    switch number?.eighths {
    case .exact(let units): return Amount(units: units)
    case .rounded: throw SpotRefusal(.badPrecision, "Parameter '\(name)' has too much precision.")
    case .outOfRange, nil: throw .invalid(name)
    }
  }
}

extension SpotRefusal {
  static func missing(_ name: String) -> SpotRefusal {
    SpotRefusal(
      .missingParameter,
      "Mandatory parameter '\(name)' was not sent, was empty/null, or malformed.")
  }

  static func invalid(_ name: String) -> SpotRefusal {
    SpotRefusal(.badParameter, "Data sent for parameter '\(name)' is not valid.")
  }

  static func illegal(_ name: String, range: String) -> SpotRefusal {
    SpotRefusal(
      .illegalCharacters,
      "Illegal characters found in parameter '\(name)'; legal range is '\(range)'.")
  }

  static func needless(_ name: String) -> SpotRefusal {
    SpotRefusal(.needlessParameter, "Parameter '\(name)' sent when not required.")
  }

  /// What the exchange has and this one has not.
  static let unsupported = SpotRefusal(
    .unsupportedOperation, "This operation is not supported.")
}
