import SFCore

/// What the fills cost.
public struct Fees: Codable, Hashable, Sendable {
  /// In quote currency.
  public private(set) var quote = AmountSum()

  /// Fees that were taken in another asset, by its name.
  public private(set) var others: [Other] = []

  public struct Other: Codable, Hashable, Sendable {
    public let asset: String
    public fileprivate(set) var total = AmountSum()
  }

  public init() {}

  /// Takes the fee of a fill; no asset is the quote currency.
  public mutating func update(_ fee: Price, asset: String?) {
    guard let asset else { return quote.update(fee) }
    let place = others.firstIndex { $0.asset >= asset } ?? others.count
    if place == others.count || others[place].asset != asset {
      others.insert(Other(asset: asset), at: place)
    }
    others[place].total.update(fee)
  }
}
