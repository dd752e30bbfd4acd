/// The prices of one symbol over one interval; its time is that of the step, the close boundary.
///
/// Six words without a reference, so that a copy is a copy of bytes; further market fields, which
/// few streams have, stand beside the bars in the step.
public struct Bar: Hashable, Sendable, Codable {
  public var series: SeriesIndex
  public var open: Price
  public var high: Price
  public var low: Price
  public var close: Price
  /// Base asset traded; `nil` where the market does not say (FX).
  public var volume: Double?

  @inlinable
  public init(
    series: SeriesIndex, open: Price, high: Price, low: Price, close: Price, volume: Double?
  ) {
    self.series = series
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }
}

/// A further field of a bar: `funding_rate`, `open_interest`, `quote_volume`, `trades` ….
public struct MarketField: Hashable, Sendable, Codable {
  public var name: String
  public var value: Double

  public init(name: String, value: Double) {
    self.name = name
    self.value = value
  }
}

/// Bars that are missing before a bar of the step.
public struct Gap: Hashable, Sendable, Codable {
  public var series: SeriesIndex
  /// The time of the first missing bar.
  public var from: Timestamp
  /// The time of the last missing bar.
  public var to: Timestamp
  public var bars: Int

  public init(series: SeriesIndex, from: Timestamp, to: Timestamp, bars: Int) {
    self.series = series
    self.from = from
    self.to = to
    self.bars = bars
  }
}

/// What a detector saw.
public struct Signal: Hashable, Sendable, Codable {
  public var series: SeriesIndex
  public var detector: String
  public var direction: SignalDirection
  /// How strong, in the detector's own measure; 1 when it has none.
  public var strength: Double
  /// 0…1; `nil` when the detector does not say.
  public var probability: Double?

  public init(
    series: SeriesIndex, detector: String, direction: SignalDirection, strength: Double = 1,
    probability: Double? = nil
  ) {
    self.series = series
    self.detector = detector
    self.direction = direction
    self.strength = strength
    self.probability = probability
  }
}

/// What was not done, by which component, and why.
public struct Refusal: Hashable, Sendable, Codable {
  public enum Subject: Hashable, Sendable, Codable {
    /// A signal of this detector.
    case signal(detector: String)
    /// The order with this id.
    case order(String)
  }

  public var symbol: Symbol
  /// The component that said no.
  public var by: String
  public var reason: RefusalReason
  public var subject: Subject
  /// The quantity that is left, when the order was reduced and not refused.
  public var quantity: Quantity?
  /// What each component said, for people; `nil` unless that was asked for.
  public var explain: String?

  public init(
    symbol: Symbol, by: String, reason: RefusalReason, subject: Subject, quantity: Quantity? = nil,
    explain: String? = nil
  ) {
    self.symbol = symbol
    self.by = by
    self.reason = reason
    self.subject = subject
    self.quantity = quantity
    self.explain = explain
  }
}

/// What is to be bought or sold.
public struct Order: Hashable, Sendable, Codable {
  public var id: String
  public var symbol: Symbol
  public var side: Side
  public var kind: OrderKind
  public var quantity: Quantity
  /// The limit or the trigger; `nil` for a market order.
  public var price: Price?
  /// The id of the position that it opens or closes.
  public var position: String
  public var intent: Intent
  public var reason: String
  public var detector: String?
  /// The close at which it was decided.
  public var reference: Price
  /// Bars of its symbol for which a limit rests; `nil` for any other order.
  public var maxBars: Int?
  /// What each component said, for people; `nil` unless that was asked for.
  public var explain: String?

  public init(
    id: String, symbol: Symbol, side: Side, kind: OrderKind = .market, quantity: Quantity,
    price: Price? = nil, position: String, intent: Intent, reason: String,
    detector: String? = nil, reference: Price, maxBars: Int? = nil, explain: String? = nil
  ) {
    self.id = id
    self.symbol = symbol
    self.side = side
    self.kind = kind
    self.quantity = quantity
    self.price = price
    self.position = position
    self.intent = intent
    self.reason = reason
    self.detector = detector
    self.reference = reference
    self.maxBars = maxBars
    self.explain = explain
  }
}

/// What was bought or sold.
public struct Fill: Hashable, Sendable, Codable {
  public var id: String
  public var order: String
  public var symbol: Symbol
  public var side: Side
  public var price: Price
  public var quantity: Quantity
  public var fee: Price
  /// `nil` for the quote currency.
  public var feeAsset: String?
  public var position: String
  public var liquidity: Liquidity
  /// When it happened; the step's time is when it became known.
  public var at: Timestamp
  /// What of the order still works; `nil` when nothing does and nothing did, as it filled at once.
  public var remaining: Quantity?

  public init(
    id: String, order: String, symbol: Symbol, side: Side, price: Price, quantity: Quantity,
    fee: Price, feeAsset: String? = nil, position: String, liquidity: Liquidity, at: Timestamp,
    remaining: Quantity? = nil
  ) {
    self.id = id
    self.order = order
    self.symbol = symbol
    self.side = side
    self.price = price
    self.quantity = quantity
    self.fee = fee
    self.feeAsset = feeAsset
    self.position = position
    self.liquidity = liquidity
    self.at = at
    self.remaining = remaining
  }
}

/// An order that is not to be done any more, as far as it has not filled.
public struct Cancel: Hashable, Sendable, Codable {
  /// The id of the order.
  public var order: String
  public var symbol: Symbol
  public var reason: String

  public init(order: String, symbol: Symbol, reason: String) {
    self.order = order
    self.symbol = symbol
    self.reason = reason
  }
}

/// What became of a position: said when it opens and when it closes.
public struct PositionChange: Hashable, Sendable, Codable {
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

  public var id: String
  public var symbol: Symbol
  public var direction: Direction
  public var quantity: Quantity
  public var entryPrice: Price
  public var entryTime: Timestamp
  public var detector: String?
  /// `nil` while the position is open.
  public var closing: Closing?
  /// What its exit rules remember; `nil` unless that was asked for.
  public var meta: [Memory]?
  /// What could not be sold, since it is less than the venue trades in: valued at zero.
  public var dust: Quantity?

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
  }

  public var status: PositionStatus { closing == nil ? .open : .closed }
}

/// What the book is worth.
public struct Equity: Hashable, Sendable, Codable {
  public var equity: Price
  public var cash: Price
  /// Σ |notional| over equity; `nil` when equity is not positive.
  public var exposure: Double?
  /// A positive fraction below the high-water mark.
  public var drawdown: Double
  public var openPositions: Int
  /// The equity of buying and holding.
  public var buyHold: Price

  public init(
    equity: Price, cash: Price, exposure: Double?, drawdown: Double, openPositions: Int,
    buyHold: Price
  ) {
    self.equity = equity
    self.cash = cash
    self.exposure = exposure
    self.drawdown = drawdown
    self.openPositions = openPositions
    self.buyHold = buyHold
  }
}
