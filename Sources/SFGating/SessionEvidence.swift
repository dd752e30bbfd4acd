import SFBroker
import SFCore
import SFGate
import SFLedger
import SFRun
import SFServe
import SFSession
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Gathers what a gate judges by: journals, times, ledger and drills of a session, and the backtests
/// beside it.
package struct SessionEvidence {
  private let session: GateSession
  /// The run of a backtest, whose days say what is to be expected; `nil` for none.
  private let expected: String?

  package init(_ session: GateSession, expected: String?) {
    (self.session, self.expected) = (session, expected)
  }

  package func gather(_ terms: GateTerms) throws -> GateEvidence {
    guard let strategy = session.directory(ofTool: "sf-strategy") else {
      throw ConfigurationError(
        "'\(session.path)'", "has no sf-strategy: there is nothing that trades")
    }
    let trader = try RunReading.run(of: strategy)
    var evidence = GateEvidence(isReplay: session.plan.isReplay, trader: trader)
    evidence.tradeFrom = Self.time(Self.setting("trade_from", of: "sf-strategy", trader.header))
    evidence.slippage = Self.number(Self.setting("slippage", of: "sf-strategy", trader.header)) ?? 0
    evidence.gate = try session.directory(ofTool: "sf-risk").map(RunReading.run(of:))
    evidence.venue = try session.directory(ofTool: "sf-broker").map(RunReading.run(of:))
    evidence.rules = Self.kinds(
      evidence.gate.flatMap { Self.setting("rule", of: "sf-risk", $0.header) })
    evidence.receptions = try Receptions.of(
      stage: session.directory(of: session.plan.stages[0].name), trader.header)
    evidence.stages = try lives()
    if let expected {
      let run = try RunReading.run(of: expected)
      evidence.expected = run.days.last.map { last in
        run.changes(of: run.days[0].number...last.number)
      }
    }
    let backtest = try SessionBacktest(session)
    evidence.comparison = try backtest.comparison()
    evidence.complete = try backtest.complete()
    if let days = evidence.window(terms) { evidence.quotes = try quotes(over: days) }
    return evidence
  }

  // MARK: Settings

  private static func setting(
    _ key: String, of tool: String, _ header: Header
  ) -> Setting.Value? {
    header.stages.last { $0.name == tool }?.setting(named: key)
  }

  private static func time(_ value: Setting.Value?) -> Timestamp? {
    if case .text(let text)? = value { return Timestamp(text) }
    return nil
  }

  private static func number(_ value: Setting.Value?) -> Double? {
    if case .number(let text)? = value { return Double(text) }
    return nil
  }

  /// The kinds of specs: `drawdown` of `drawdown:max=0.1`.
  private static func kinds(_ value: Setting.Value?) -> [String] {
    guard case .list(let specs)? = value else { return [] }
    return specs.compactMap { spec in
      guard case .text(let text) = spec else { return nil }
      return text.split(separator: ":").first.map(String.init)
    }
  }

  // MARK: Stages

  /// What a shell says of a process that KILL has ended.
  private static let killed: Int32 = 128 + 9

  private func lives() throws -> [GateEvidence.StageLife] {
    let drills = try session.drills()
    return session.stages.map { name in
      let own = drills.filter { $0.stage == name }
      let status = session.status.stages.first { $0.name == name }
      // Who was killed by somebody else and is back has shown the same; `same_bytes` sees its journal.
      let lived =
        status.map { $0.restarts > 0 && $0.lastExit == Self.killed && $0.state != .failed } ?? false
      return GateEvidence.StageLife(
        name: name, hasRecovered: lived || own.contains(where: \.isGood),
        loss: own.first { !$0.isGood }?.sentence, fault: status.flatMap(Self.fault))
    }
  }

  private static func fault(_ stage: StageStatus) -> String? {
    if stage.lastExit == ExitStatus.bug.rawValue { return "it ended with exit code 70, a bug" }
    guard stage.state == .failed else { return nil }
    return "it has failed" + (stage.reason.map { ": \($0)" } ?? "")
  }

  // MARK: The market

  private func quotes(
    over days: ClosedRange<Int64>
  ) throws -> Result<GateEvidence.Quotes, GateEvidence.Missing> {
    guard let broker = session.directory(ofTool: "sf-broker"),
      access("\(broker)/ledger", F_OK) == 0
    else {
      return .failure(.init("there is no ledger: the session has no sf-broker"))
    }
    let ledger = try Ledger("\(broker)/ledger", .person)
    var marks: [Timestamp: Bool] = [:]
    for order in try ledger.seenOrders() where days.contains(GateRun.day(of: order.mark)) {
      marks[order.mark] = (marks[order.mark] ?? true) && order.hasQuote
    }
    var shortfall = Shortfall()
    var difference = 0.0
    for fill in try ledger.seenFills() where days.contains(GateRun.day(of: fill.mark)) {
      shortfall.add(fill.seen)
      // What waited at its own price would have waited there.
      if !fill.isMaker { difference += Self.gain(fill.seen) }
    }
    return .success(
      GateEvidence.Quotes(
        marks: marks.count, quoted: marks.values.count { $0 }, difference: difference,
        shortfall: shortfall.touch.basisPoints))
  }

  /// What a fill would have brought more at the best price that could be seen.
  private static func gain(_ seen: Shortfall.Observation) -> Double {
    guard let bid = seen.bid?.double, let ask = seen.ask?.double else { return 0 }
    let better = seen.side == .buy ? seen.price.double - ask : bid - seen.price.double
    return better * seen.quantity.double
  }
}
