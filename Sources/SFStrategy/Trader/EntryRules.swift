import SFCore

/// How signals become entries: who is heard, who may refuse, how large they may be, who is first.
public struct EntryRules: Sendable, Codable {
  /// Makes one signal of several; `nil` when each stands for itself.
  public var aggregator: AnyComponent<AggregatorList>?
  public var electorate: Electorate
  public var filters: EntryFilters
  public var caps: Caps
  public var order: EntryOrder
  public var calendar: TradingCalendar

  public init(
    aggregator: (any Aggregator)? = nil, electorate: Electorate = Electorate(),
    filters: EntryFilters = EntryFilters(), caps: Caps = Caps(), order: EntryOrder = .symbol,
    calendar: TradingCalendar = TradingCalendar()
  ) {
    self.aggregator = aggregator.map(AnyComponent.init)
    self.electorate = electorate
    self.filters = filters
    self.caps = caps
    self.order = order
    self.calendar = calendar
  }

  /// Counts the detectors that the header names, and lets the filters find their columns.
  mutating func bind(_ header: Header, _ columns: ColumnTable) throws(StageError) {
    try filters.bind(header, columns)
    guard let aggregator = aggregator?.content else { return }
    let names = header.detectors
    if !names.isEmpty {
      for weight in electorate.weights where !names.contains(weight.detector) {
        throw StageError(
          .configuration, "--weight names \(weight.detector), which no sf-detect stage has",
          help: NearestName.help(for: weight.detector, among: names))
      }
    }
    guard type(of: aggregator).readsQuorum, electorate.quorum == nil else { return }
    guard !names.isEmpty else {
      throw StageError(
        .configuration,
        "\(type(of: aggregator).kind) needs the number of detectors, and no sf-detect stage names "
          + "any in the header", help: "give it with --quorum")
    }
    electorate.quorum = names.count
  }
}

/// Who comes first when cash or slots are scarce.
public enum EntryOrder: String, Sendable, Codable, CaseIterable {
  /// By symbol, then detector.
  case symbol
  /// The strongest first, else as by symbol.
  case strength
  /// The most probable first, those without a probability last, else as by symbol.
  case probability
}

/// How large an entry may be, as fractions of equity; `nil` for no limit.
public struct Caps: Hashable, Sendable, Codable {
  /// Of one entry.
  public var position: Ratio?
  /// Of all positions and orders of its symbol.
  public var symbol: Ratio?
  /// Of all positions and orders.
  public var exposure: Ratio?

  public init(position: Ratio? = nil, symbol: Ratio? = nil, exposure: Ratio? = nil) {
    self.position = position
    self.symbol = symbol
    self.exposure = exposure
  }
}

/// How many bars a year has.
public struct TradingCalendar: Hashable, Sendable, Codable {
  public let daysPerYear: Double
  /// `nil` for a market that never closes: as many as its interval has in a day.
  public let barsPerDay: Double?
  /// When the market is open; `nil` for one that never closes.
  public let market: MarketCalendar?

  public init(
    daysPerYear: Double = 365, barsPerDay: Double? = nil, market: MarketCalendar? = nil
  ) {
    self.daysPerYear = daysPerYear
    self.barsPerDay = barsPerDay
    self.market = market
  }

  /// `nil` for bars that are not bound to time, when their number a day was not given.
  ///
  ///     1h     365 · 24 = 8 760          1d, 252 days a year     252
  ///     1h of us     252 · 7             1w     365 / 7          1M     12
  public func barsPerYear(_ interval: Interval) -> Double? {
    if let barsPerDay { return daysPerYear * barsPerDay }
    guard let length = interval.milliseconds else { return nil }
    let day = Timestamp.millisecondsPerDay
    if length == CalendarMonth.length { return 12 }
    // No week is closed.
    if length % (7 * day) == 0 { return 365 * Double(day) / Double(length) }
    return daysPerYear * (market?.barsPerDay(length) ?? Double(day) / Double(length))
  }
}

extension Header {
  /// The detectors that sf-detect stages name.
  var detectors: [String] {
    stages.filter { $0.name == "sf-detect" }.flatMap { stage -> [String] in
      guard case .list(let names)? = stage.setting(named: "names")
      else { return [] }
      return names.compactMap { name in
        if case .text(let text) = name { text } else { nil }
      }
    }
  }
}
