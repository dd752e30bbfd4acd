/// Why something was not done.
///
/// What the components of this project say are constants, each of a class: `.room(.freeCash)`. A
/// stage of another hand may say anything.
public struct RefusalReason: RawRepresentable, Hashable, Sendable, Codable {
  /// The text on the wire.
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// What sort of no it is.
  public enum Class: String, Sendable, Codable, CaseIterable {
    case room, market, rule, votes, data, model, ended
  }

  /// Its class; `nil` for a reason that is not ours.
  public var kind: Class? { Self.classes[rawValue] ?? (isOfData ? .data : nil) }

  private static let classes = Dictionary(
    uniqueKeysWithValues: Room.allCases.map { ($0.rawValue, Class.room) }
      + Market.allCases.map { ($0.rawValue, .market) } + Rule.allCases.map { ($0.rawValue, .rule) }
      + Votes.allCases.map { ($0.rawValue, .votes) } + Data.allCases.map { ($0.rawValue, .data) }
      + Model.allCases.map { ($0.rawValue, .model) } + Ended.allCases.map { ($0.rawValue, .ended) })

  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

extension RefusalReason: CustomStringConvertible {
  public var description: String { rawValue }
}

// MARK: - Classes

extension RefusalReason {
  /// Cash, a cap or the number of positions leaves no room.
  public enum Room: String, CaseIterable, Sendable {
    case freeCash = "free_cash"
    case maxPositionPct = "max_position_pct"
    case maxSymbolPct = "max_symbol_pct"
    case maxExposure = "max_exposure"
    case maxPositions = "max_positions"
    case maxPositionsPerSymbol = "max_positions_per_symbol"
    /// Of the equity, by a rule of the gate.
    case maxPct = "max_pct"
    case maxNet = "max_net"
    case maxNotional = "max_notional"
    case maxTurnover = "max_turnover"
  }

  /// The market does not allow it now.
  public enum Market: String, CaseIterable, Sendable {
    /// The symbol has no bar of its interval at this mark.
    case noBar = "no_bar"
    /// The venue has never seen the symbol.
    case noMarket = "no_market"
    case noPrice = "no_price"
    case noVolume = "no_volume"
    case maxParticipation = "max_participation"
    /// A signal of the whole market is for filters, and no entry.
    case marketWide = "market_wide"
    /// Less than the venue trades in.
    case dust
    /// The last bar is too old.
    case stale
    /// An entry reached its venue too long behind its mark.
    case late
  }

  /// A rule that was asked for is against it.
  public enum Rule: String, CaseIterable, Sendable {
    case shortsNotAllowed = "shorts not allowed"
    case oppositePosition = "opposite_position"
    case minNotional = "min_notional"
    case tooSmall = "too_small"
    case belowMin = "below_min"
    case aboveMax = "above_max"
    case aboveMaxPercentile = "above_max_percentile"
    case afterExit = "after_exit"
    case afterLoss = "after_loss"
    case correlated
    case doesNotHold = "does_not_hold"
    case drawdown
    /// The opposite of a filter that would have said yes.
    case inside
    case outside
    case tooNear = "too_near"
    case noneSaysYes = "none says yes"
    case noEdge = "no_edge"
    case losingRecord = "losing_record"
    case noStrength = "no_strength"

    // Of the gate before the venue.
    case paused, halted, duplicate
    case notAllowed = "not_allowed"
    case tooFar = "too_far"
    case tooMany = "too_many"
    case lossStreak = "loss_streak"
    case lowProfit = "low_profit"
    case lotSize = "lot_size"
    case marketLotSize = "market_lot_size"
    case aboveMaxNotional = "above_max_notional"
    case priceFilter = "price_filter"
    /// An exit of the position is under way.
    case closing
    case moreThanHeld = "more_than_held"
    /// The order says another position than it can be of.
    case otherPosition = "other_position"
    /// The close at which it says that it was decided is not the market's.
    case otherClose = "other_close"
    /// It was not decided at this mark.
    case otherMark = "other_mark"
    /// Another order has its id.
    case knownID = "known_id"
  }

  /// Other signals are against it.
  public enum Votes: String, CaseIterable, Sendable {
    case tie, outvoted
    case lowerProbability = "lower_probability"
    case noMajority = "no_majority"
    case notUnanimous = "not_unanimous"
    case belowThreshold = "below_threshold"
    /// The signal is the validator's, which is no vote.
    case validator
    case validatorMissing = "validator_missing"
    case validatorOpposes = "validator_opposes"
  }

  /// What is needed to decide is not known, or makes no sense.
  public enum Data: String, CaseIterable, Sendable {
    case outOfRange = "out_of_range"
    case noEquity = "no_equity"
    case noEquityYet = "no equity yet"
    /// There is no position that an exit could close.
    case noPosition = "no_position"
    case noEqualRisk = "no_equal_risk"
    case timezone
  }

  /// A model is against it, and gives no reason of its own.
  public enum Model: String, CaseIterable, Sendable {
    case skip
    /// The model has let it wait too often.
    case waited
    /// The model gave no answer that can be used.
    case fallback
  }

  /// It was taken back, or its time is over.
  public enum Ended: String, CaseIterable, Sendable {
    case canceled, expired
    case maxWait = "max_wait"
    case endOfData = "end_of_data"
  }

  public static func room(_ reason: Room) -> Self { Self(rawValue: reason.rawValue) }
  public static func market(_ reason: Market) -> Self { Self(rawValue: reason.rawValue) }
  public static func rule(_ reason: Rule) -> Self { Self(rawValue: reason.rawValue) }
  public static func votes(_ reason: Votes) -> Self { Self(rawValue: reason.rawValue) }
  public static func data(_ reason: Data) -> Self { Self(rawValue: reason.rawValue) }
  public static func model(_ reason: Model) -> Self { Self(rawValue: reason.rawValue) }
  public static func ended(_ reason: Ended) -> Self { Self(rawValue: reason.rawValue) }
}

// MARK: - Data by name

extension RefusalReason {
  /// A column that is needed has no value.
  public static func missing(_ column: String) -> Self { Self(rawValue: column + missing) }

  /// A volatility or a distance that must be greater than 0 is not.
  public static func zero(_ column: String) -> Self { Self(rawValue: column + zero) }

  /// One that is below 0 is none at all.
  public static func negative(_ column: String) -> Self { Self(rawValue: column + negative) }

  /// Not so many values are known as are needed.
  public static func fewer(than count: Int, _ values: String) -> Self {
    Self(rawValue: "\(fewer)\(count) \(values)")
  }

  private static let (missing, zero) = (" is missing", " is 0")
  private static let (negative, fewer) = (" is less than 0", "fewer than ")

  private var isOfData: Bool {
    [Self.missing, Self.zero, Self.negative].contains(where: rawValue.hasSuffix)
      || rawValue.hasPrefix(Self.fewer)
  }
}
