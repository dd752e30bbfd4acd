import SFCore
import SFWire

extension JSONValue {
  /// An object with these keys, in this order.
  static func members(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(pairs.map { Member(key: $0.key, value: $0.value) })
  }

  /// The object with further keys behind its own.
  func adding(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object((members ?? []) + pairs.map { Member(key: $0.key, value: $0.value) })
  }

  static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

  static func time(_ time: Timestamp) -> JSONValue { .integer(time.milliseconds) }

  /// An amount as the exchange writes it: a string with eight decimals.
  static func amount(_ amount: some FixedPoint) -> JSONValue { .string(amount.eightPlaces) }

  /// A sum in units of 10⁻⁸, which may be beyond an amount.
  static func amount(units: Int128) -> JSONValue {
    let (whole, part) = units.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
    let rest = AssetAmount(units: Int64(part)).eightPlaces
    return .string("\(units < 0 ? "-" : "")\(whole)\(rest.dropFirst())")
  }
}
