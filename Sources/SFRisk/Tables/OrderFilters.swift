import SFCore

/// What a venue asks of every order of a symbol, as far as an order alone can be held against it.
public struct OrderFilters: Hashable, Sendable, Codable {
  /// Bounds of a quantity, both allowed; `nil` for none. Quantities are multiples of the step.
  public struct Size: Hashable, Sendable, Codable {
    public let least: Quantity?
    public let most: Quantity?
    public let step: Quantity?

    public init(least: Quantity? = nil, most: Quantity? = nil, step: Quantity? = nil) {
      self.least = least
      self.most = most
      self.step = step
    }

    /// A quantity down to the step.
    func down(_ quantity: Quantity) -> Quantity {
      guard let step else { return quantity }
      return Quantity(units: quantity.units - quantity.units % step.units)
    }

    func holds(_ quantity: Quantity) -> Bool {
      quantity >= least ?? .zero && quantity <= most ?? quantity && down(quantity) == quantity
    }
  }

  /// A bound of price × quantity, in quote currency.
  public struct Bound: Hashable, Sendable, Codable {
    public let amount: Money
    /// Whether it holds for market orders too.
    public let appliesToMarket: Bool

    public init(_ amount: Money, appliesToMarket: Bool) {
      self.amount = amount
      self.appliesToMarket = appliesToMarket
    }
  }

  /// Bounds of a limit, both allowed; `nil` for none. Limits are multiples of the tick.
  public struct Limits: Hashable, Sendable, Codable {
    public let least: Price?
    public let most: Price?
    public let tick: Price?

    public init(least: Price? = nil, most: Price? = nil, tick: Price? = nil) {
      self.least = least
      self.most = most
      self.tick = tick
    }

    func hold(_ price: Price) -> Bool {
      price >= least ?? .zero && price <= most ?? price
        && tick.map { price.units % $0.units == 0 } ?? true
    }
  }

  public let symbol: Symbol
  public var size = Size()
  /// For market orders besides.
  public var marketSize = Size()
  /// Each that the venue has.
  public var leastNotionals: [Bound] = []
  public var mostNotional: Bound?
  public var limits = Limits()

  public init(symbol: Symbol) { self.symbol = symbol }
}
