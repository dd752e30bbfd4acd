/// What a venue holds for its owner.
public struct Account: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .account }

  /// What there is of one asset.
  public struct Asset: Hashable, Sendable, Codable {
    public var name: String
    public var free: Quantity
    /// What orders that work have set aside.
    public var locked: Quantity

    public init(name: String, free: Quantity, locked: Quantity) {
      self.name = name
      self.free = free
      self.locked = locked
    }
  }

  /// In quote currency.
  public var cash: Price
  /// Cash and assets in quote currency; `nil` where the venue does not value them.
  public var equity: Price?
  /// Each asset once, in ascending order of the bytes of its name.
  public let assets: [Asset]

  /// The assets may come in any order, each once.
  public init(cash: Price, equity: Price? = nil, assets: [Asset]) {
    self.cash = cash
    self.equity = equity
    self.assets = assets.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}
