import Foundation
import SFCore
import SFWire

/// The slow and obvious reader of lines: Foundation's JSON, the field table, and strings.
///
/// It shares with the decoder the table of keys and nothing else.
public enum Oracle {
  /// The line as our tools write it; `nil` when it is no valid line of the type.
  public static func canonical(_ text: String, _ type: LineType) -> String? {
    guard StrictGrammar.accepts(text) else { return nil }
    return try? JSONDecoder().decode(
      Reading.self, from: Data(text.utf8), configuration: (type, text)
    ).text
  }

  /// Whether Foundation takes the text for a JSON object.
  public static func isObject(_ bytes: [UInt8]) -> Bool {
    StrictGrammar.accepts(String(decoding: bytes, as: UTF8.self))
      && (try? JSONSerialization.jsonObject(with: Data(bytes))) is [String: Any]
  }

  private struct Rejected: Error {}

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  private struct Reading: DecodableWithConfiguration {
    var text = "{"

    init(from decoder: any Decoder, configuration: (type: LineType, raw: String)) throws {
      let container = try decoder.container(keyedBy: Key.self)
      let type = configuration.type
      for rule in LineTable.rules(of: type) {
        guard container.contains(Key(rule.key)) else {
          if rule.isRequired { throw Rejected() }
          continue
        }
        let value = try Oracle.value(rule, container, configuration.raw)
        if rule.kind == .type, value != "\"\(type.name)\"" { throw Rejected() }
        // Of these, one that is null counts as absent.
        if value == "null", !rule.isRequired, Oracle.absent.contains(rule.key) { continue }
        // An open position does not say what closed it.
        if type == .position, Oracle.closing.contains(rule.key), text.contains(Oracle.isOpen) {
          continue
        }
        // Metrics without the equity are those of a detector.
        if type == .metrics, Oracle.ofBook.contains(rule.key), !container.contains(Key("equity")) {
          continue
        }
        text += (text == "{" ? "" : ",") + "\"\(rule.key)\":" + value
      }
      if type == .bar { text += try Oracle.extras(container) }
      text += "}"
      try Oracle.check(type, container)
      // What a refusal with an order does not say.
      if type == .refusal, container.contains(Key("order")), container.contains(Key("detector")) {
        let detector = try container.decode(String.self, forKey: Key("detector"))
        text = text.replacingOccurrences(of: ",\"detector\":" + Oracle.quoted(detector), with: "")
      }
    }
  }

  private static func value(
    _ rule: FieldRule, _ container: KeyedDecodingContainer<Key>, _ raw: String
  ) throws -> String {
    let key = Key(rule.key)
    switch rule.kind {
    case .amount: return try amount(container.decode(Decimal.self, forKey: key))
    case .float:
      if try container.decodeNil(forKey: key) { return "null" }
      return number(try container.decode(Double.self, forKey: key))
    case .fraction:
      if try container.decodeNil(forKey: key) { return "null" }
      let value = try container.decode(Double.self, forKey: key)
      guard (0...1).contains(value) else { throw Rejected() }
      return number(value)
    case .integer:
      if rule.mayBeNull, try container.decodeNil(forKey: key) { return "null" }
      // Foundation takes 5.0 for an integer.
      let pattern = "\"\(rule.key)\"[ \\t\\r]*:[ \\t\\r]*-?[0-9]+[ \\t\\r]*[,}]"
      guard raw.range(of: pattern, options: .regularExpression) != nil else { throw Rejected() }
      let value = try container.decode(Int64.self, forKey: key)
      guard value.magnitude <= 1 << 53 else { throw Rejected() }
      return String(value)
    case .timestamp:
      let text = try container.decode(String.self, forKey: key)
      guard Timestamp(text) != nil else { throw Rejected() }
      return "\"\(text)\""
    case .symbol, .interval, .type, .text:
      let text = try container.decode(String.self, forKey: key)
      if rule.kind == .symbol, Symbol(text) == nil { throw Rejected() }
      if rule.kind == .interval, Interval(text) == nil { throw Rejected() }
      return quoted(text)
    case .choice(let choices):
      let text = try container.decode(String.self, forKey: key)
      guard choices.contains(text) else { throw Rejected() }
      return "\"\(text)\""
    case .values:
      let values = try container.nestedContainer(keyedBy: Key.self, forKey: key)
      return try object(values.allKeys) { name in
        try values.decodeNil(forKey: name)
          ? "null" : number(try values.decode(Double.self, forKey: name))
      }
    case .amounts:
      let values = try container.nestedContainer(keyedBy: Key.self, forKey: key)
      return try object(values.allKeys) { try amount(values.decode(Decimal.self, forKey: $0)) }
    case .assets:
      let values = try container.nestedContainer(keyedBy: Key.self, forKey: key)
      return try object(values.allKeys) { name in
        let amounts = try values.decode([Decimal].self, forKey: name)
        guard amounts.count == 2 else { throw Rejected() }
        return "[\(try amount(amounts[0])),\(try amount(amounts[1]))]"
      }
    case .stages, .counts: throw Rejected()
    }
  }

  /// The order of a dictionary is not that of the line: sorted here and there.
  private static func object(_ names: [Key], _ value: (Key) throws -> String) throws -> String {
    let sorted = names.sorted { $0.stringValue.utf8.lexicographicallyPrecedes($1.stringValue.utf8) }
    let members = try sorted.map { try quoted($0.stringValue) + ":" + value($0) }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func amount(_ value: Decimal) throws -> String {
    var (exact, rounded) = (value, Decimal())
    NSDecimalRound(&rounded, &exact, 8, .plain)
    guard rounded == exact, abs(exact) <= Decimal(string: "92233720368.54775807")! else {
      throw Rejected()
    }
    let text = rounded.description
    return text.contains(".") ? text : text + ".0"
  }

  private static func number(_ value: Double) -> String { value == 0 ? "0.0" : value.description }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20: result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Numbers of a bar under keys that the table does not have.
  private static func extras(_ container: KeyedDecodingContainer<Key>) throws -> String {
    let known = LineTable.rules(of: .bar).map(\.key)
    return try container.allKeys.map(\.stringValue).sorted().map { key in
      if known.contains(key) || key.hasPrefix("x_") { return "" }
      if (try? container.decode(Bool.self, forKey: Key(key))) != nil { return "" }
      if try container.decodeNil(forKey: Key(key)) { return "" }
      guard let value = try? container.decode(Double.self, forKey: Key(key)) else { return "" }
      return ",\(quoted(key)):\(number(value))"
    }.joined()
  }

  /// What a type asks for beside its keys.
  private static func check(_ type: LineType, _ container: KeyedDecodingContainer<Key>) throws {
    switch type {
    case .bar:
      let (open, high, low, close) = (
        try container.decode(Decimal.self, forKey: Key("open")),
        try container.decode(Decimal.self, forKey: Key("high")),
        try container.decode(Decimal.self, forKey: Key("low")),
        try container.decode(Decimal.self, forKey: Key("close"))
      )
      guard low > 0, low <= min(open, close), high >= max(open, close) else { throw Rejected() }
    case .refusal:
      guard container.contains(Key("detector")) || container.contains(Key("order")) else {
        throw Rejected()
      }
    case .position:
      guard try container.decode(String.self, forKey: Key("status")) == "closed" else { return }
      for key in closing where !container.contains(Key(key)) { throw Rejected() }
    case .label:
      let window = ["t1", "bars", "return"].filter { container.contains(Key($0)) }
      guard window.isEmpty || window.count == 3 else { throw Rejected() }
    case .decide:
      guard container.contains(Key("open_return")) == container.contains(Key("open_bars")) else {
        throw Rejected()
      }
    case .decision:
      guard try container.decode(String.self, forKey: Key("action")) == "reduce" else { return }
      guard try container.decodeIfPresent(Double.self, forKey: Key("size_multiplier")) != nil else {
        throw Rejected()
      }
    case .metrics:
      guard container.contains(Key("equity")) else { return }
      for key in ofBook where !container.contains(Key(key)) { throw Rejected() }
    default: break
    }
  }

  /// What positions say once they are closed.
  private static let closing = [
    "exit_price", "exit_ts", "exit_reason", "pnl", "fees", "bars", "mfe", "mae",
  ]
  private static let isOpen = "\"status\":\"open\""

  /// Optional numbers that are left out where they are null.
  private static let absent = [
    "volume", "probability", "strength", "size_multiplier", "confidence",
  ]

  /// What metrics say of the book alone.
  private static let ofBook = ["drawdown", "exposure", "open_positions"]
}
