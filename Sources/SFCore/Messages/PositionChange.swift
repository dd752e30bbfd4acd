/// What became of a position: said when it opens and when it closes.
public struct PositionChange: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .position }

  /// How a position ended.
  public struct Closing: Hashable, Sendable, Codable {
    public var exitPrice: Price
    public var exitTime: Timestamp
    public var exitReason: String
    /// Net of both fees, in quote currency.
    public var pnl: Price
    public var fees: Price
    /// Bars that the position lived through.
    public var bars: Int
    /// Best gain reached, as a fraction of the entry price.
    public var mfe: Double
    /// Worst gain reached, as a fraction of the entry price.
    public var mae: Double

    public init(
      exitPrice: Price, exitTime: Timestamp, exitReason: String, pnl: Price, fees: Price,
      bars: Int, mfe: Double, mae: Double
    ) {
      self.exitPrice = exitPrice
      self.exitTime = exitTime
      self.exitReason = exitReason
      self.pnl = pnl
      self.fees = fees
      self.bars = bars
      self.mfe = mfe
      self.mae = mae
    }
  }

  /// One thing that the exit rules of a position remember.
  public struct Memory: Hashable, Sendable, Codable {
    /// The rule and what it is: `trailing_stop.peak`.
    public var name: String
    /// `nil` for what is not known.
    public var value: Double?

    public init(name: String, value: Double?) {
      self.name = name
      self.value = value
    }
  }

  /// A price at which an exit rule closes the position.
  public struct ExitLevel: Hashable, Sendable, Codable {
    /// The rule and which of its levels: `tp_sl.take_profit`.
    public var name: String
    public var price: Price

    public init(name: String, price: Price) {
      self.name = name
      self.price = price
    }
  }

  public var id: String
  public var symbol: Symbol
  public var direction: Direction
  public var quantity: Quantity
  public var entryPrice: Price
  public var entryTime: Timestamp
  // Written out: a `var` of `T?` begins with nil, which is written and taken away again each time.
  public var detector: Optional<String>
  /// `nil` while the position is open.
  public var closing: Optional<Closing>
  /// What is left of a closed position, too little for the venue to take, and valued at zero; `nil`
  /// when nothing is.
  public var dust: Optional<Quantity>
  /// Where its exit rules close it; `nil` unless a session shows them.
  public var levels: Optional<[ExitLevel]>
  /// What its exit rules remember; `nil` unless that was asked for.
  public var meta: Optional<[Memory]>

  public init(
    id: String, symbol: Symbol, direction: Direction, quantity: Quantity, entryPrice: Price,
    entryTime: Timestamp, detector: String?, closing: Closing? = nil
  ) {
    self.id = id
    self.symbol = symbol
    self.direction = direction
    self.quantity = quantity
    self.entryPrice = entryPrice
    self.entryTime = entryTime
    self.detector = detector
    self.closing = closing
    (dust, levels, meta) = (nil, nil, nil)
  }

  public var status: PositionStatus { closing == nil ? .open : .closed }
}

extension Step {
  @inlinable @inline(__always)
  public var positions: Reused<PositionChange> { messages(of: PositionChange.self) }
}
