import SFCore
import SFStats

/// Judges a run from what a strategy wrote: equity, fills, positions, refusals, gaps and marks.
///
/// It adds no line and keeps accumulators: memory grows with a run by a number a day, unless it is
/// asked for confidence, which needs every round trip. The capital is that of
/// `sf-strategy` in the header, or else the equity of the first line.
public struct ReportStage: Stage {
  private var header = Header()
  private var capital: Price?
  private let judged: JudgedDays
  private var calendar: MarketCalendar?
  private var daysPerYear = DailyReturns.perYear
  private var period = Period()
  private var activity = Activity()
  /// Begins anew with the first line. No optional: asking that copies all of it, at each mark.
  private var equity = EquityRecord(capital: .zero)
  private var hasEquity = false

  /// `nil` when nobody asks how far the figures can be trusted, and nothing is kept for it.
  private let confidence: Confidence.Settings?
  private var roundTrips: [RoundTripSample] = []
  private var days = [DayPath]()
  private var paths = DayPaths(capital: .zero)

  /// Whether what only a page shows is kept. No optional, for the same reason as `equity`.
  private let keepsPage: Bool
  private var page: PageRecord

  /// `days`: by which days it is judged. `keepsBars`: a page also shows every bar, and not only what columns of time hold of it.
  public init(
    _ confidence: Confidence.Settings? = nil, days: JudgedDays = JudgedDays { _ in nil },
    keepsPage: Bool = false,
    keepsBars: Bool = false
  ) {
    judged = days
    self.confidence = confidence
    self.keepsPage = keepsPage
    page = PageRecord(keepsBars: keepsBars)
  }

  public var reads: LineTypes {
    let figures = LineTypes([.refusal, .fill, .position, .equity, .gap])
    return keepsPage ? figures.union(PageRecord.reads) : figures
  }
  public var writes: LineTypes { [] }

  /// Prices are drawn where there are bars; no column is looked up.
  public var bindsAtBars: Bool { false }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    self.header = header
    period.bind(header)
    (calendar, daysPerYear) = try judged.resolved(for: header)
    let strategy = header.stages.last { $0.name == "sf-strategy" }
    capital = try Self.capital(strategy?.setting(named: "capital"))
  }

  private static func capital(_ value: Setting.Value?) throws(StageError) -> Price? {
    let text: String
    switch value {
    case nil, .null: return nil
    case .number(let number): text = number
    case .text(let words): text = "'\(words)'"
    case .flag, .list, .json: text = "something else"
    }
    guard case .number? = value, let capital = Price(text), capital > .zero else {
      throw StageError(
        .badData,
        "found \(text) as the capital of sf-strategy in the header, "
          + "expected an amount above zero")
    }
    return capital
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    period.update(step.ts)
    take(&step)
    let line = step.last(Equity.self)
    if let line, !hasEquity { begin(line) }
    if hasEquity {
      equity.update(line, at: step.ts)
      if confidence != nil { takeDay(step.ts) }
    }
    if keepsPage { takePage(step, line) }
  }

  public mutating func finish(_ step: inout Step) throws(StageError) {
    take(&step)
    if keepsPage { page.take(step) }
    guard let line = step.last(Equity.self) else { return }
    if !hasEquity { begin(line) }
    equity.close(line, at: step.ts)
    if confidence != nil { takeDay(step.ts) }
    if keepsPage { page.take(equity, line, at: step.ts) }
  }

  private mutating func takePage(_ step: borrowing Step, _ line: Equity?) {
    page.take(step)
    if hasEquity { page.take(equity, line, at: step.ts) }
  }

  /// Takes what there is; at most marks that is nothing. The step is `inout` because handing it
  /// over in any other way copies it.
  private mutating func take(_ step: inout Step) {
    if !step.gaps.isEmpty { for gap in step.gaps { period.update(gap) } }
    if !step.refusals.isEmpty { for refusal in step.refusals { activity.update(refusal) } }
    if !step.fills.isEmpty { for fill in step.fills { activity.update(fill) } }
    if !step.positions.isEmpty { for position in step.positions { take(position) } }
  }

  private mutating func take(_ position: PositionChange) {
    activity.update(position)
    if confidence != nil, let sample = RoundTripSample(position) { roundTrips.append(sample) }
  }

  private mutating func takeDay(_ ts: Timestamp) {
    if let day = paths.update(equity.last.equity, at: ts, endingAt: equity.endOfDay) {
      days.append(day)
    }
  }

  private mutating func begin(_ line: Equity) {
    hasEquity = true
    equity = EquityRecord(
      capital: capital ?? line.equity, daysPerYear: daysPerYear, calendar: calendar)
    paths = DayPaths(capital: equity.capital)
    if keepsPage { page.begin(capital: equity.capital) }
  }

  /// What is known so far; `isComplete` is false for a stream that was cut.
  public func report(isComplete: Bool) throws(StageError) -> Report {
    guard hasEquity else {
      throw StageError(
        .badData,
        "found no equity lines in \(period.marks) marks, "
          + "expected the output of sf-strategy",
        help: "make a run first: … | sf-strategy … > run.jsonl")
    }
    let figures = equity.days
    let cagr = equity.cagr(since: period.open)
    let calmar = equity.calmar(since: period.open)
    let shape = ReturnShape(figures.returns)
    return Report(
      stages: header.stages, period: period, equity: equity, days: figures,
      tails: DayTails(figures.returns), shape: shape, cagr: cagr, calmar: calmar,
      activity: activity,
      confidence: confidence.map { settings in
        Confidence(
          Confidence.Run(
            days: days + (paths.open.map { [$0] } ?? []), elapsed: period.elapsed ?? 0,
            daysPerYear: figures.daysPerYear, roundTrips: roundTrips, capital: equity.capital,
            isRuined: equity.ruin != nil,
            shape: shape,
            values: [
              "total_return": equity.totalReturn.value, "cagr": cagr, "sharpe": figures.sharpe,
              "sortino": figures.sortino, "calmar": calmar,
              "max_drawdown": equity.drawdown.maximum,
            ]), settings)
      }, page: keepsPage ? page : nil, isComplete: isComplete)
  }
}
