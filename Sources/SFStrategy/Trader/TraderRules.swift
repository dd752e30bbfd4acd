import SFCore

/// What a trader is told.
public struct TraderRules: Sendable, Codable {
  public var conditions: TradingConditions
  public var sizer: AnyComponent<SizerList>
  /// How signals become entries.
  public var entries: EntryRules
  /// How an entry is ordered.
  public var entryKind: AnyComponent<EntryList>
  /// The rules of each position, in the order in which they are asked.
  public var exits: ExitRules
  /// When price rules close a position.
  public var exitTrigger: ExitTrigger
  /// Whether a fall enters short.
  public var allowShort: Bool
  /// Whether longs and shorts of one symbol stand side by side: where each signal is judged by
  /// itself, and not a strategy.
  public var takesBothDirections = false
  public var maxPositionsPerSymbol: Int
  /// Over all symbols; `nil` for no limit.
  public var maxPositions: Int?
  /// Whether positions are closed at the last close when the stream ends.
  public var closeAtEnd: Bool
  /// Whether orders and refusals say what each component said.
  public var explains: Bool
  /// Whether the strategy writes what it knows of itself.
  public var writesMetrics: Bool
  /// Whether positions say what their rules remember.
  public var writesMemory: Bool
  /// Whether positions say where their rules close them: where a venue is a tool of its own, people
  /// watch. `nil`, as checkpoints have it that know nothing of it, is no.
  public private(set) var writesLevels: Bool?
  /// Goes before every order id, with a `-`; empty for none.
  public var idPrefix: String
  /// How a model is asked about entries; `nil` when none is.
  public var model: ModelRules?
  /// Up to this mark it learns and does not trade; `nil` to trade from the start.
  public var tradeFrom: Timestamp?

  public init(
    _ conditions: TradingConditions, sizer: any Sizer, entries: EntryRules = EntryRules(),
    entryKind: any EntryKind = MarketEntry(), exits: ExitRules = ExitRules(),
    exitTrigger: ExitTrigger = .close, allowShort: Bool = false, maxPositionsPerSymbol: Int = 1,
    maxPositions: Int? = nil, closeAtEnd: Bool = false, explains: Bool = false,
    writesMetrics: Bool = false, writesMemory: Bool = false, idPrefix: String = "",
    model: ModelRules? = nil
  ) {
    self.conditions = conditions
    self.sizer = AnyComponent(sizer)
    self.entries = entries
    self.entryKind = AnyComponent(entryKind)
    self.exits = exits
    self.exitTrigger = exitTrigger
    self.allowShort = allowShort
    self.maxPositionsPerSymbol = maxPositionsPerSymbol
    self.maxPositions = maxPositions
    self.closeAtEnd = closeAtEnd
    self.explains = explains
    self.writesMetrics = writesMetrics
    self.writesMemory = writesMemory
    self.idPrefix = idPrefix
    self.model = model
  }

  /// Positions say from now on where their rules close them.
  public mutating func writeLevels() { writesLevels = true }
}

// MARK: - Columns

extension TraderRules {
  /// Whether a component reads columns.
  public var readsColumns: Bool {
    !sizer.content.needs.isEmpty || exits.readsColumns || entries.filters.readsColumns
  }

  /// Whether a component is to be shown every mark.
  var learns: Bool {
    !entries.filters.isEmpty || type(of: sizer.content).learns || model != nil
  }

  /// Lets each component find its columns; refuses what is missing.
  mutating func bind(_ header: Header, _ step: borrowing Step) throws(StageError) {
    try exits.bind(header, step.columns)
    try entries.bind(header, step.columns)
    let sizer = sizer.content
    let kind = type(of: sizer).kind
    self.sizer.content.bind(
      try header.positions(of: sizer.needs, neededBy: kind, in: step.columns))
    guard type(of: sizer).readsBarsPerYear else { return }
    guard
      let interval = conditions.interval
        ?? step.bars.first.map({ step.series[$0.series].interval }),
      entries.calendar.barsPerYear(interval) == nil
    else { return }
    throw StageError(
      .configuration,
      "\(kind) needs the number of bars a year, and \(interval) is not bound to time",
      help: "give it with --bars-per-day")
  }
}
