import SFCore
import SFWire

/// A rule for the orders of a symbol, as the exchange gives it.
///
///     {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"}
///
/// There are values of those that an order alone can be held against (`PriceFilter`, `LotSize`,
/// `MinNotional`, `Notional`), and of those that need a price or an account (`PercentPrice`,
/// `OpenOrderLimits`).
public struct SymbolFilter: Equatable, Sendable {
  /// Which rule; new ones come with almost every release.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let lotSize = Kind(rawValue: "LOT_SIZE")
    public static let marketLotSize = Kind(rawValue: "MARKET_LOT_SIZE")
    public static let maxNumAlgoOrders = Kind(rawValue: "MAX_NUM_ALGO_ORDERS")
    public static let maxNumOrders = Kind(rawValue: "MAX_NUM_ORDERS")
    public static let maxPosition = Kind(rawValue: "MAX_POSITION")
    public static let minNotional = Kind(rawValue: "MIN_NOTIONAL")
    public static let notional = Kind(rawValue: "NOTIONAL")
    public static let percentPrice = Kind(rawValue: "PERCENT_PRICE")
    public static let percentPriceBySide = Kind(rawValue: "PERCENT_PRICE_BY_SIDE")
    public static let priceFilter = Kind(rawValue: "PRICE_FILTER")
  }

  public let kind: Kind
  /// All that it says besides, in its order; amounts are texts.
  public let settings: [JSONValue.Member]

  /// `nil` when it has no kind.
  init?(_ value: JSONValue) {
    guard let kind = value["filterType"]?.string, let members = value.members else { return nil }
    self.kind = Kind(rawValue: kind)
    settings = members.filter { $0.key != "filterType" }
  }

  /// `nil` for a setting that it does not have.
  public subscript(name: String) -> JSONValue? { settings.first { $0.key == name }?.value }

  // MARK: Values

  /// An amount of 0 or more.
  func amount<Amount: FixedPoint>(_ name: String) throws(UnreadableAnswer) -> Amount {
    guard let text = self[name]?.string, let amount = Amount(text), amount >= .zero else {
      throw unreadable(name, expected: "an amount of 0 or more")
    }
    return amount
  }

  /// A bound or a step: `nil` where it is 0, which the exchange says of a rule that does not hold.
  func bound<Amount: FixedPoint>(_ name: String) throws(UnreadableAnswer) -> Amount? {
    let amount: Amount = try amount(name)
    return amount == .zero ? nil : amount
  }

  func flag(_ name: String) throws(UnreadableAnswer) -> Bool {
    guard case .bool(let flag) = self[name] else {
      throw unreadable(name, expected: "true or false")
    }
    return flag
  }

  func count(_ name: String) throws(UnreadableAnswer) -> Int {
    guard let count = self[name]?.integer, count >= 0 else {
      throw unreadable(name, expected: "a whole number of 0 or more")
    }
    return count
  }

  private func unreadable(_ name: String, expected: String) -> UnreadableAnswer {
    let found = self[name].map { $0.text.shown() } ?? "nothing"
    return UnreadableAnswer(
      "found \(found) as \(name) of \(kind.rawValue.shown()), expected \(expected)")
  }
}
