/// One parameter of a component, declared once: for parsing, for `--list`, for the header.
public struct Parameter: Sendable {
  /// What a value may be.
  public enum Kind: Sendable {
    case integer(ClosedRange<Int>)
    /// An exact decimal.
    case ratio
    /// A positive amount of quote currency.
    case amount
    case number
    /// Any text: an expression.
    case text
    /// The name of a column.
    case column
    case symbol
    case choice([String])
  }

  public let name: String
  public let kind: Kind
  /// The text of the default; `nil` when the parameter must be given.
  public let standard: String?
  /// The parameter that takes the place of the default when it is given.
  public let alternative: String?
  /// Whether it may be left out, and then has no value.
  public let isOptional: Bool
  /// Whether `none` switches it off.
  public let allowsNone: Bool
  /// The greatest value that can be meant; `nil` for any.
  public let most: Ratio?
  /// A greater value is more likely a percentage than the fraction that it is taken for; `nil` for
  /// none.
  public let likely: Ratio?
  public let summary: String

  public init(
    _ name: String, _ kind: Kind, default standard: String? = nil,
    unless alternative: String? = nil,
    isOptional: Bool = false, allowsNone: Bool = false, most: Ratio? = nil, likely: Ratio? = nil,
    _ summary: String
  ) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.alternative = alternative
    self.isOptional = isOptional || alternative != nil
    self.allowsNone = allowsNone
    self.most = most
    self.likely = likely
    self.summary = summary
  }

  /// What `--list` says of it.
  public var explanation: String {
    allowsNone && !summary.contains("none") ? summary + ", or none" : summary
  }

  /// A value in its canonical text, or why it cannot be one.
  func canonical(_ text: String) throws(ConfigurationError) -> String {
    if text == "none", allowsNone { return text }
    switch kind {
    case .integer(let range):
      guard let value = Int(text), range.contains(value) else {
        let bounds =
          range.upperBound == .max
          ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        throw ConfigurationError(name, "must be an integer, \(bounds), found \(text)")
      }
      return String(value)
    case .ratio, .amount:
      guard let value = Ratio(text) else {
        throw ConfigurationError(
          name, "must be a number with at most eight decimals, found \(text)",
          help: Ratio.help(forPercent: text))
      }
      if let most, value > most {
        throw ConfigurationError(
          name, "must be at most \(Self.withoutPoint(most.description)), found \(text)",
          help: Ratio.help(forPercent: text + "%"))
      }
      if case .amount = kind, value <= .zero {
        throw ConfigurationError(name, "must be greater than 0, found \(text)")
      }
      return Self.withoutPoint(value.description)
    case .number:
      guard DecimalNumber(text) != nil, let value = Double(text), value.isFinite else {
        throw ConfigurationError(name, "must be a number, found \(text)")
      }
      return Self.withoutPoint(value.description)
    case .column:
      guard ColumnName.accepts(text) else {
        throw ConfigurationError(name, "must be the name of a column, found \(text)")
      }
      return text
    case .text: return text
    case .symbol:
      guard Symbol.accepts(text.utf8) else {
        throw ConfigurationError(name, "must be a symbol, found \(text)")
      }
      return text
    case .choice(let values):
      guard values.contains(text) else {
        throw ConfigurationError(
          name, "must be \(values.joined(separator: " or ")), found \(text)",
          help: NearestName.help(for: text, among: values))
      }
      return text
    }
  }

  /// `2.0` is `2`: whole numbers are written without a point in specs and columns.
  static func withoutPoint(_ text: String) -> String {
    text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Ratio {
  /// How a percentage is written as a fraction: `2 % is 0.02`; `nil` for a text that is none.
  public static func help(forPercent text: String) -> String? {
    guard text.hasSuffix("%"), let percent = Ratio(text.dropLast()), percent > .zero,
      percent.units % 100 == 0
    else {
      return nil
    }
    return "it is a fraction: \(text.dropLast()) % is \(Ratio(units: percent.units / 100))"
  }

  /// A fraction in percent: `0.02` is `2`.
  public var percent: String {
    let (units, overflow) = units.multipliedReportingOverflow(by: 100)
    return overflow ? description + "e2" : Parameter.withoutPoint(Ratio(units: units).description)
  }
}

/// The names of columns.
public enum ColumnName {
  /// Letters, digits and `_`, and no digit first; at most 64.
  public static func accepts(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 64 else { return false }
    let isDigit = { (byte: UInt8) in byte &- 48 < 10 }
    return !isDigit(first)
      && text.utf8.allSatisfy { byte in
        isDigit(byte) || byte == UInt8(ascii: "_") || (byte | 0x20) &- UInt8(ascii: "a") < 26
      }
  }

  /// The name of a component with all its parameters: `bbands_20_2`, `t3_5_0p7`.
  public static func of(_ kind: String, _ values: [String]) -> String {
    ([kind] + values.map { $0.replacing(".", with: "p").replacing("-", with: "m") })
      .joined(separator: "_")
  }
}

extension String {
  fileprivate func replacing(_ old: Character, with new: Character) -> String {
    String(map { $0 == old ? new : $0 })
  }
}
