import SFCore

/// One expression that is a number, at every bar of one series; NaN where it is missing.
public struct NumberExpression: Codable, Sendable {
  public let text: String
  private var program: ExpressionProgram

  public init(_ text: String) throws(ExpressionError) {
    self.text = text
    program = try ExpressionProgram([.number(text)])
  }

  /// The columns and market fields that it reads.
  public var names: [String] { program.names }
  /// Whether it reads a market field: others may be handed none.
  public var readsFields: Bool { program.readsFields }

  /// Takes where each of `names` stands.
  public mutating func bind(_ places: [ValuePlace]) { program.bind(places) }

  public mutating func update(
    _ bar: Bar, _ fields: [MarketField], _ row: Span<Double>
  ) -> Double {
    program.update(bar, fields, row)
    return program.number(0)
  }
}

/// One expression that is a condition, at every bar of one series; `nil` where it is missing.
public struct ConditionExpression: Codable, Sendable {
  public let text: String
  private var program: ExpressionProgram

  public init(_ text: String) throws(ExpressionError) {
    self.text = text
    program = try ExpressionProgram([.condition(text)])
  }

  /// The columns and market fields that it reads.
  public var names: [String] { program.names }
  /// Whether it reads a market field: others may be handed none.
  public var readsFields: Bool { program.readsFields }

  /// Takes where each of `names` stands.
  public mutating func bind(_ places: [ValuePlace]) { program.bind(places) }

  public mutating func update(_ bar: Bar, _ fields: [MarketField], _ row: Span<Double>) -> Bool? {
    program.update(bar, fields, row)
    return program.condition(0)
  }
}
