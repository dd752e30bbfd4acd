import SFCore

/// Holds entries against the static filters of the venue, as its exchangeInfo has them: LOT_SIZE,
/// MARKET_LOT_SIZE, MIN_NOTIONAL, NOTIONAL and PRICE_FILTER.
///
/// A quantity is first rounded down to the step, which is said. The smallest notional is asked for
/// `headroom` times, so that what was bought can be sold when the price has fallen.
public struct FiltersRule: RiskRule {
  public static let kind = "filters"
  public static let summary = "Holds entries against the static filters of the venue."
  public static let parameters = [
    Parameter("file", .text, "the exchangeInfo of the venue, as it answers it"),
    Parameter("headroom", .ratio, default: "1.5", "so many times the smallest notional"),
  ]
  public static let hasMinimum = true

  public let file: String
  public let headroom: Ratio
  /// By symbol; `nil` until it is handed in.
  public private(set) var table: [OrderFilters]?
  public var cuts: Bool { true }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    file = arguments.name("file")
    headroom = arguments.ratio("headroom")
    guard headroom >= .one else {
      throw ConfigurationError("headroom", "must be at least 1, is \(headroom)")
    }
  }

  /// The same rule with what its file says.
  public func with(_ table: [OrderFilters]) -> FiltersRule {
    var copy = self
    copy.table = table
    return copy
  }

  public var lacks: String? { table == nil ? "the filters of \(file)" : nil }

  private func filters(of entry: RiskEntry) -> OrderFilters? {
    table?.first { $0.symbol == entry.order.symbol }
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    guard let filters = filters(of: entry) else { return .no(.rule(.notAllowed)) }
    let isMarket = entry.order.price == nil
    var quantity = filters.size.down(entry.quantity)
    if isMarket { quantity = filters.marketSize.down(quantity) }
    guard quantity > .zero, filters.size.holds(quantity) else { return .no(.rule(.lotSize)) }
    guard !isMarket || filters.marketSize.holds(quantity) else {
      return .no(.rule(.marketLotSize))
    }
    let price = entry.order.price ?? entry.order.reference
    if let no = flaw(price * quantity, filters, isMarket) { return .no(.rule(no)) }
    guard isMarket || filters.limits.hold(price) else { return .no(.rule(.priceFilter)) }
    return quantity == entry.quantity ? .pass : .quantity(quantity, .rule(.lotSize))
  }

  private func flaw(
    _ notional: Money, _ filters: OrderFilters, _ isMarket: Bool
  ) -> RefusalReason.Rule? {
    for least in filters.leastNotionals where !isMarket || least.appliesToMarket {
      guard let least = least.amount.part(headroom), notional >= least else { return .minNotional }
    }
    if let most = filters.mostNotional, !isMarket || most.appliesToMarket, notional > most.amount {
      return .aboveMaxNotional
    }
    return nil
  }

  public func explanation(_ entry: RiskEntry) -> String {
    guard let filters = filters(of: entry) else {
      return "\(Self.kind): a symbol that \(file) names"
    }
    let size = filters.size
    let least = filters.leastNotionals.map { "\($0.amount)" }.joined(separator: " and ")
    return
      "\(Self.kind): a quantity of \(size.least ?? .zero) to \(size.most?.description ?? "any")"
      + " in steps of \(size.step?.description ?? "any"), \(headroom) times the smallest notional "
      + (least.isEmpty ? "of none" : least)
  }
}
