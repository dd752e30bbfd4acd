import SFCore
import SFStats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A figure in a table: exact for programs, thin for people.
public enum Cell: Hashable, Sendable {
  /// A figure that does not exist: `-` for people, `null` for programs.
  case none
  case text(String)
  /// What programs call something, and what people do.
  case name(key: String, label: String)
  case flag(Bool)
  case count(Int)
  case amount(Price)
  case number(Double)
  /// Shown to people in percent, given to programs as it is.
  case fraction(Double)
  case time(Timestamp)

  static func number(_ value: Double?) -> Cell { value.map(Cell.number) ?? .none }
  static func fraction(_ value: Double?) -> Cell { value.map(Cell.fraction) ?? .none }
  static func time(_ value: Timestamp?) -> Cell { value.map(Cell.time) ?? .none }
  static func amount(_ value: AmountSum) -> Cell {
    value.amount.map(Cell.amount) ?? .number(value.double)
  }
  static func amount(_ value: Money?) -> Cell {
    guard let value else { return .none }
    return value.roundedUnits.map { .amount(Price(units: $0)) } ?? .number(value.double)
  }
  /// Milliseconds as days.
  static func days(_ milliseconds: Int64?) -> Cell {
    milliseconds.map { .number(Double($0) / Double(Timestamp.millisecondsPerDay)) } ?? .none
  }

  /// The figure as a number; `nil` for what is none.
  var value: Double? {
    switch self {
    case .count(let count): Double(count)
    case .amount(let amount): amount.double
    case .number(let value), .fraction(let value): value
    case .none, .text, .name, .flag, .time: nil
    }
  }

  var isText: Bool {
    switch self {
    case .text, .name, .flag, .time: true
    default: false
    }
  }
}

// MARK: - Texts

extension Cell {
  /// For people: four decimals, or four digits where there is nothing before the point.
  public var short: String {
    switch self {
    case .none: "-"
    case .text(let text): text
    case .name(_, let label): label
    case .flag(let flag): flag ? "yes" : "no"
    case .count(let count): String(count)
    case .amount(let amount): Self.short(amount.double)
    case .number(let value): Self.short(value)
    case .fraction(let value): Self.short(value * 100)
    case .time(let ts): Self.short(ts)
    }
  }

  /// For programs, as JSON; `null` also for what no JSON number can say.
  public var json: String {
    switch self {
    case .none: "null"
    case .text(let text): text.jsonQuoted
    case .name(let key, _): key.jsonQuoted
    case .flag(let flag): flag ? "true" : "false"
    case .count(let count): String(count)
    case .amount(let amount): amount.description
    case .number(let value), .fraction(let value): value.isFinite ? value.wireText : "null"
    case .time(let ts): "\"\(ts)\""
    }
  }

  /// For programs, as plain text; empty for what does not exist.
  public var plain: String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .name(let key, _): key
    case .time(let ts): ts.description
    default: json == "null" ? "" : json
    }
  }

  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let magnitude = value.magnitude
    if magnitude >= 1e15 || (magnitude > 0 && magnitude < 1e-8) { return formatted("%.3e", value) }
    if magnitude == 0 || magnitude >= 1 { return formatted("%.4f", value) }
    // 0.9999999 is 1.000 in four digits, and then has one decimal too few: no harm.
    return formatted("%.\(3 - Int(log10(magnitude).rounded(.down)))f", value)
  }

  /// With so many decimals.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    formatted("%.\(decimals)f", value)
  }

  private static func formatted(_ format: String, _ value: Double) -> String {
    // Minus zero means nothing here.
    withVaList([value == 0 ? 0 : value]) { values in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
        vsnprintf(buffer.baseAddress!, buffer.count, format, values)
        return String(cString: buffer.baseAddress!)
      }
    }
  }

  /// `2026-01-05 09:31`, with seconds where there are any.
  static func short(_ ts: Timestamp) -> String {
    let text = Array(ts.description)
    let hasSeconds = ts.milliseconds % 60_000 != 0
    return String(text[..<10]) + " " + String(text[11..<(hasSeconds ? 19 : 16)])
  }
}

extension Double {
  /// As the wire writes it.
  var wireText: String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { buffer in
      let count = DoubleText.write(self, to: buffer.baseAddress!)
      return String(decoding: buffer[..<count], as: UTF8.self)
    }
  }
}
