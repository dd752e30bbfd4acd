import Logging
import SFCommands
import SFCore
import SFReport
import SFRun
import SFTool

/// Runs trials and hands out their results in order.
///
/// Trials that read the same market share it, and the features that several of them ask for are
/// computed once. A pipeline with a program that is not ours runs as processes.
struct Sweep {
  let template: PipelineTemplate
  let identity: TrialIdentity
  let mode: SweepMode
  /// By which days it is judged, as words of sf-report.
  var days: [String]
  /// The `--config` of the sweep, which its pipelines read; `nil` when there is none.
  let configuration: String?
  let jobs: Int
  let log: Logger
  let clock: any Clock
  /// Only this part of the market is traded; `nil` for all of it.
  var slice: Slice?
  private let cache = DataCache()

  init(
    _ template: PipelineTemplate, _ identity: TrialIdentity, _ mode: SweepMode,
    days: [String], configuration: String?, jobs: Int, _ log: Logger, _ clock: any Clock
  ) {
    self.template = template
    self.identity = identity
    self.mode = mode
    self.days = days
    self.configuration = configuration
    self.jobs = jobs
    self.log = log
    self.clock = clock
  }

  /// Seconds beside the result, which has no time in it.
  struct Finished {
    let result: TrialResult
    let seconds: Double
  }

  /// What a trial is called: a slice of the market makes another trial of it.
  func id(of trial: Trial) -> String {
    identity.id(of: trial, slice: slice?.description)
  }

  func run(_ trials: [Trial], take: @escaping (Finished) throws -> Void) throws {
    var rest = trials[...]
    var commands = commandCache
    while !rest.isEmpty, !Interruption.isRequested {
      let (entries, specs) = nextGroup(&rest, &commands)
      let data = specs == nil ? [] : try cache.data(specs ?? [], jobs: jobs)
      try TrialGroup(
        entries: entries, data: data, slice: slice, mode: mode, jobs: jobs, clock: clock
      )
      .run(take)
    }
  }

  /// What the strategies of a trial did, as one run.
  func record(_ trial: Trial, on terms: TradingTerms) throws -> RunRecord {
    switch try work(of: trial, on: terms) {
    case (.shared(let plans), let run?): return try run.record(plans)
    case (.processes(let trial), _): return try trial.record(jobs: jobs)
    default: preconditionFailure("what cannot run has thrown")
    }
  }

  private var commandCache: CommandCache { CommandCache(mode, days: days, file: configuration) }

  /// A report that has seen nothing, as every trial is judged by.
  func report() throws -> ReportStage {
    var commands = commandCache
    guard let stage = try commands.report().makeLink(.silent).stage as? ReportStage else {
      preconditionFailure("a report is made of sf-report")
    }
    return stage
  }

  /// The work of one trial, and what runs it in this process; `nil` for processes.
  private func work(
    of trial: Trial, on terms: TradingTerms
  ) throws -> (TrialGroup.Work, TrialRun?) {
    var commands = commandCache
    let work = try work(of: try pipeline(of: trial, &commands), on: terms, &commands)
    guard case .shared(let plans) = work else { return (work, nil) }
    let data = try cache.data(plans[0].features?.specs ?? [], jobs: jobs)
    return (work, TrialRun(data: data, slice: slice, mode: mode, jobs: jobs))
  }

  /// The market of a trial, to learn from when to when it goes, and its capital.
  func market(of trial: Trial) throws -> (market: SharedMarket, capital: Price) {
    var commands = commandCache
    switch try pipeline(of: trial, &commands) {
    case .own(let plan): return (try markets(of: plan.source, plan.sourceWords)[0], plan.capital)
    case .foreign(let pipeline):
      return (try markets(of: try pipeline.ownSource, pipeline.sourceWords)[0], pipeline.capital)
    }
  }

  /// All that a trial reads: one market, or that of each symbol where each has a book of its own.
  func markets(of trial: Trial) throws -> [SharedMarket] {
    var commands = commandCache
    switch try pipeline(of: trial, &commands) {
    case .own(let plan): return try markets(of: plan.source, plan.sourceWords)
    case .foreign(let pipeline):
      return try markets(of: try pipeline.ownSource, pipeline.sourceWords)
    }
  }

  private func markets(
    of source: any SourceCommand, _ words: [String]
  ) throws -> [SharedMarket] {
    try cache.markets(of: source, words, bySymbol: mode == .isolated, log)
  }
}

// MARK: - From trials to work

extension Sweep {
  private func pipeline(
    of trial: Trial, _ commands: inout CommandCache
  ) throws -> TrialPipeline {
    try TrialPipeline(template.text(for: trial), &commands)
  }

  /// The next trials that can share what they read, as many as follow each other, and the features
  /// that they ask for; `nil` when none of them shares anything.
  private func nextGroup(
    _ rest: inout ArraySlice<Trial>, _ commands: inout CommandCache
  ) -> (entries: [TrialGroup.Entry], specs: [String]?) {
    var entries: [TrialGroup.Entry] = []
    var words: [String]?
    var specs: [String] = []
    var known: Set<String> = []
    while let trial = rest.first {
      let work: TrialGroup.Work
      do {
        let pipeline = try pipeline(of: trial, &commands)
        if case .own(let plan) = pipeline {
          guard words == nil || words == plan.sourceWords else { break }
          let new = (plan.features?.specs ?? []).filter { known.insert($0).inserted }
          guard try entries.isEmpty || fits(specs.count + new.count, plan) else { break }
          work = try self.work(of: pipeline, on: TradingTerms(), &commands)
          words = plan.sourceWords
          specs += new
        } else {
          work = try self.work(of: pipeline, on: TradingTerms(), &commands)
        }
      } catch {
        work = .failed(error)
      }
      entries.append(TrialGroup.Entry(id: id(of: trial), trial: trial, work: work))
      rest.removeFirst()
    }
    return (entries, words == nil ? nil : specs)
  }

  /// Whether so many features fit into memory. One is counted as one column; few have more.
  private func fits(_ columns: Int, _ plan: TrialPlan) throws -> Bool {
    let bars = try markets(of: plan.source, plan.sourceWords).reduce(0) { $0 + $1.bars }
    return columns * bars * MemoryLayout<Double>.size <= SharedFeatures.mostBytes
  }

  /// How a trial is run: as one book, or as one for each symbol.
  private func work(
    of pipeline: TrialPipeline, on terms: TradingTerms, _ commands: inout CommandCache
  ) throws -> TrialGroup.Work {
    var terms = terms
    terms.closesAtEnd = slice != nil
    switch pipeline {
    case .foreign(let pipeline):
      return .processes(try processes(pipeline, on: terms, &commands))
    case .own(let plan):
      let markets = try markets(of: plan.source, plan.sourceWords)
      guard mode == .isolated else { return .shared([try plan.on(terms, &commands)]) }
      return .shared(
        try shares(terms.capital ?? plan.capital, markets).map { share in
          try plan.on(terms.with(share: share), &commands)
        })
    }
  }

  private func processes(
    _ pipeline: ProcessPipeline, on terms: TradingTerms, _ commands: inout CommandCache
  ) throws -> ProcessTrial {
    let books: [ProcessTrial.Book]
    if mode == .isolated {
      let markets = try markets(of: try pipeline.ownSource, pipeline.sourceWords)
      let shares = try shares(terms.capital ?? pipeline.capital, markets)
      books = try zip(markets, shares).map { market, share in
        let text = try pipeline.text(
          terms.with(share: share), symbol: market.series[0].symbol, slice: slice)
        return ProcessTrial.Book(text: text, capital: share)
      }
    } else {
      let text = try pipeline.text(terms, slice: slice)
      books = [ProcessTrial.Book(text: text, capital: terms.capital ?? pipeline.capital)]
    }
    return ProcessTrial(
      books: books, mode: mode, hasGate: pipeline.hasGate,
      days: days, configuration: configuration, reporting: try commands.report(), clock: clock)
  }

  private func shares(_ capital: Price, _ markets: [SharedMarket]) throws -> [Price] {
    guard !markets.isEmpty else {
      throw StageError(.badData, "found no bar, expected a market of some symbols")
    }
    guard capital > .zero else { throw TradingTerms.noStrategy }
    return MergedBooks.shares(of: capital, count: markets.count)
  }
}
