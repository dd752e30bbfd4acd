import SFCore

/// Acts when the equity has fallen too far below the highest that it was.
///
///     max 0.12, action flatten, capital 10000
///     equity  10000  11000  10200   9680
///             active active active  flattened: 12 % below 11000
///
/// It resumes never, or when the loss is back to a fraction (`recover=0.05`), or after some marks at
/// which bars closed (`bars=100`). Resuming sets the high-water mark to the equity.
public struct DrawdownRule: RiskRule {
  public static let kind = "drawdown"
  public static let summary = "Acts when the equity has fallen too far below its highest."
  public static let parameters = [
    Parameter("max", .ratio, default: "0.12", "a loss, of the highest equity so far"),
    RiskAction.parameter,
    Parameter(
      "resume", .text, default: "never",
      "never, recover=0.05 when the loss is back to it, or bars=100 after so many marks"),
  ]
  public static let watches = true

  /// When the rule lets entries through again.
  enum Resuming: Codable, Hashable, Sendable {
    case never
    case recover(Ratio)
    case marks(Int)
  }

  public let max: Ratio
  public let action: RiskAction
  let resuming: Resuming
  /// At the last mark; `nil` before the first.
  private var equity: Money?
  /// From the highest equity; `nil` before the first mark.
  private var limit: LossLimit?
  /// How many marks there had been when the limit was met; `nil` while it is not.
  private var metAt: Int?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.fraction("max")
    action = RiskAction(arguments)
    resuming = try Self.resuming(arguments.name("resume"), max)
    if resuming != .never, action == .halt {
      throw ConfigurationError("resume", "must be never with action=halt, which a person ends")
    }
    if case .recover = resuming, action == .flatten {
      throw ConfigurationError(
        "resume", "must not be recover with action=flatten: cash never recovers",
        help: "resume=bars=N resumes after N bars")
    }
  }

  private static func resuming(
    _ text: String, _ max: Ratio
  ) throws(ConfigurationError) -> Resuming {
    if text == "never" { return .never }
    let parts = text.split(separator: "=", maxSplits: 1)
    if parts.count == 2, parts[0] == "bars", let bars = Int(parts[1]), bars > 0 {
      return .marks(bars)
    }
    if parts.count == 2, parts[0] == "recover", let loss = Ratio(parts[1]), loss >= .zero,
      loss < max
    {
      return .recover(loss)
    }
    throw ConfigurationError(
      "resume",
      "must be never, recover=FRACTION below max (\(max)), or bars=N, found \(text)")
  }

  public var state: RiskState { metAt == nil ? .active : action.state }
  public var flattens: Bool { metAt != nil && action == .flatten }

  public mutating func update(_ mark: inout RiskMark) {
    if let metAt, isOver(metAt, mark) {
      self.metAt = nil
      limit?.move(to: mark.equity)
    }
    equity = mark.equity
    if limit == nil { limit = LossLimit(max, of: mark.equity) }
    if let high, high < mark.equity { limit?.move(to: mark.equity) }
    if metAt == nil, limit?.isMet(by: mark.equity) == true { metAt = mark.market.marks }
  }

  /// The highest equity; `nil` before the first mark.
  private var high: Money? { limit?.base }

  public var measure: RiskMeasure? {
    guard let equity, let high else { return nil }
    return RiskMeasure(
      value: equity.loss(of: high), limit: max.double,
      text: "the equity is \(equity), its highest was \(high)")
  }

  /// Whether what it waits for has come.
  private func isOver(_ metAt: Int, _ mark: borrowing RiskMark) -> Bool {
    switch resuming {
    case .never: false
    case .marks(let count): mark.market.marks - metAt >= count
    case .recover(let loss): high.map { mark.equity.isBack(to: loss, of: $0) } ?? true
    }
  }

  public mutating func resume(at equity: Money) {
    metAt = nil
    limit = LossLimit(max, of: equity)
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): an equity above \(Ratio.one.double - max.double) of \(high ?? entry.equity)"
  }
}
