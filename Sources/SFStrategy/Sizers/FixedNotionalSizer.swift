import SFCore

/// Puts the same amount of quote currency into each entry.
public struct FixedNotionalSizer: Sizer {
  public static let kind = "fixed_notional"
  public static let summary = "Puts the same amount of quote currency into each entry."
  public static let parameters = [
    Parameter("notional", .amount, "quote currency for each entry")
  ]

  public let notional: Price

  public init(notional: Price) { self.notional = notional }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    self.init(notional: arguments.amount("notional"))
  }

  public func notional(
    _ context: SizingContext, _ row: Span<Double>
  ) throws(NoSize) -> Price {
    notional
  }
}
