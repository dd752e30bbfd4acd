/// An entry that passed the filters, and about which a model is asked.
///
/// No price is in it, and no amount in quote currency.
public struct DecisionRequest: LineMessage {
  @inlinable public static var type: LineType { .decide }

  /// How the position stands that the symbol has.
  public struct Open: Equatable, Sendable {
    /// What it gained since its entry, a fraction.
    public var gain: Double
    /// Bars that it lived through.
    public var bars: Int

    public init(gain: Double, bars: Int) {
      self.gain = gain
      self.bars = bars
    }
  }

  /// That of the order that would be made.
  public var id: String
  public var symbol: Symbol
  public var interval: Interval
  /// Whose signal it follows.
  public var detector: String
  public var direction: SignalDirection
  /// `nil` when its unit is not known to be no price.
  public var strength: Double?
  /// 0…1; `nil` when nobody says.
  public var probability: Double?
  /// Signals that spoke for it.
  public var votes: Int
  /// Bars of the symbol since its last entry; `nil` before the first.
  public var barsSinceEntry: Int?
  /// `nil` when the symbol has no position.
  public var open: Open?
  /// Marks at which it was asked before; `nil` at the first.
  public var waited: Int?

  public init(
    id: String, symbol: Symbol, interval: Interval, detector: String, direction: SignalDirection,
    strength: Double? = nil, probability: Double? = nil, votes: Int, barsSinceEntry: Int? = nil,
    open: Open? = nil, waited: Int? = nil
  ) {
    self.id = id
    self.symbol = symbol
    self.interval = interval
    self.detector = detector
    self.direction = direction
    self.strength = strength
    self.probability = probability
    self.votes = votes
    self.barsSinceEntry = barsSinceEntry
    self.open = open
    self.waited = waited
  }
}
