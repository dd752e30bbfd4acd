import Logging
import SFCommands
import SFCore
import SFReport
import SFTool
import SFRun

/// Runs trials in this process, over data that they share.
struct TrialRun {
  /// One market, or that of each symbol where each has a book of its own.
  let data: [SharedData]
  /// Only this part is traded; `nil` for all of it.
  let slice: Slice?
  let mode: SweepMode
  /// The books of one trial that run at a time.
  let jobs: Int

  /// The figures of the report, by key: of one plan, or of one for each symbol.
  func statistics(of plans: [TrialPlan]) throws -> [Figure] {
    guard plans[0].isShare else { return try statistics(ofEach: [plans[0]])[0].get() }
    return try record(plans).figures(plans[0].report)
  }

  /// The figures of several trials of one book each, which see the market together.
  func statistics(ofEach plans: [TrialPlan]) -> [Result<[Figure], any Error>] {
    guard mode != .unlimited else {
      return plans.map { plan in
        Result { try mode.judged(try record(plan, data[0])).figures(plan.report) }
      }
    }
    let chains = plans.map { plan in Result { try chain(plan, data[0], plan.report) } }
    let running = chains.compactMap { chain in
      if case .success(let chain) = chain { chain } else { nil }
    }
    MarketPass.run(running, over: data[0].market, slice)
    return chains.map { chain in
      Result {
        let chain = try chain.get()
        let outcome = try chain.outcome?.get()
        guard let stage = chain.last as? ReportStage else {
          preconditionFailure("a plan ends with a report")
        }
        return try stage.report(isComplete: outcome == .done).figures
      }
    }
  }

  /// What the strategies of a trial did, as one run.
  func record(_ plans: [TrialPlan]) throws -> RunRecord {
    guard plans[0].isShare else { return try record(plans[0], data[0]) }
    let books = try WorkerPool(jobs: jobs).map(plans.count) { index in
      try record(plans[index], data[index])
    }
    let capital = plans.reduce(Price.zero) { Price(units: $0.units + $1.capital.units) }
    return try MergedBooks.merged(books, shares: plans.map(\.capital), capital: capital)
  }

  private func record(_ plan: TrialPlan, _ data: SharedData) throws -> RunRecord {
    let recorder = Recorder(expecting: data.market.marks)
    let chain = try chain(plan, data, Chain.Link(recorder, entry: nil))
    MarketPass.run([chain], over: data.market, slice)
    let outcome = try chain.outcome?.get()
    guard let stage = chain.last as? Recorder else {
      preconditionFailure("this chain ends with a recorder")
    }
    var record = stage.record
    record.isComplete = outcome == .done
    return record
  }

  private func chain(
    _ plan: TrialPlan, _ data: SharedData, _ last: Chain.Link
  ) throws -> TrialChain {
    var first = 0
    var strategy = plan.strategy ?? 0
    var columns = TrialColumns()
    if let own = plan.features, let values = data.features?.columns(of: own.specs) {
      columns = TrialColumns(own.entry, values)
      first = 1
      strategy -= 1
    }
    let links = try plan.links(from: first) + [last]
    return try TrialChain(data.market, columns, links, strategy: max(strategy, 0))
  }
}

extension RunRecord {
  /// The figures of a report of this run.
  func figures(_ report: Chain.Link) throws -> [Figure] {
    guard let stage = report.stage as? ReportStage else {
      preconditionFailure("a report is made of a report's link")
    }
    return try judged(stage).figures
  }

  /// The run as a report sees it; the stage is one that has seen nothing.
  func judged(_ stage: ReportStage) throws(StageError) -> Report {
    var stage = stage
    var step = Step()
    try stage.bind(header, &step)
    var place = Position()
    for mark in 0...marks.count {
      step.begin(mark < marks.count ? marks[mark] : marks.last ?? .earliest)
      if let equity = fill(&step, mark: mark, at: &place) { step.add(equity) }
      if mark < marks.count { try stage.update(&step) } else { try stage.finish(&step) }
    }
    return try stage.report(isComplete: isComplete)
  }
}

extension Report {
  /// Every figure of the summary.
  var figures: [Figure] { zip(summary.columns, summary.rows[0]).map { ($0.key, $1.json) } }
}

/// A figure of a report: its name, and its value as JSON.
typealias Figure = (key: String, json: String)

extension Logger {
  /// Says nothing: what a trial would say, each of thousands would.
  static let silent = Logger(label: "trial") { _ in SwiftLogNoOpLogHandler() }
}
