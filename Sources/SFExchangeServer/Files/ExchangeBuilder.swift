import SFCore
import SFExchange
import SFRun

/// Puts an exchange together: its file, its market, its book, its script of faults.
struct ExchangeBuilder {
  let file: ExchangeFile
  let market: MarketChoice
  let shape: AmbientShape
  let faults: [FaultRule]
  /// How much of the market has happened when the exchange opens.
  let history: TimeSpan
  /// What chance begins with, in faults.
  let seed: UInt64

  /// An exchange that opens at a time; `nil` for the market's own.
  func session(opening start: Timestamp?) throws -> ExchangeSession {
    switch market {
    case .file(let path): return try session(MarketFile(path: path), opening: start)
    case .random(let choice): return try session(choice, opening: start)
    }
  }

  private func session(
    _ file: MarketFile, opening start: Timestamp?
  ) throws -> ExchangeSession {
    let first =
      file.bars.map { ($0.symbol, $0.bar.open) } + file.events.map { ($0.symbol, $0.price) }
    var places: [String: Int] = [:]
    var symbols: [SpotSetup.Symbol] = []
    for (name, price) in first where places[name] == nil {
      places[name] = symbols.count
      symbols.append(try symbol(name, price))
    }
    let own =
      (file.bars.first?.opened ?? file.events.first?.time ?? Self.standardStart)
      + history.milliseconds
    // Bars stay where bars begin.
    let shift = start.map { ($0 - own).floored(by: 60_000) * 60_000 } ?? 0
    let opening = start ?? own
    guard file.bars.isEmpty else {
      let entries = file.bars.map { entry in
        BarTape.Entry(
          market: places[entry.symbol] ?? 0, opened: entry.opened,
          milliseconds: entry.milliseconds, bar: entry.bar)
      }
      return session(symbols, BarTape(entries, shift: shift), opening: opening)
    }
    let events = file.events.map { $0.event(in: places[$0.symbol] ?? 0) }
    return session(symbols, EventTape(events, shift: shift), opening: opening)
  }

  private func session(
    _ choice: MarketChoice.RandomChoice, opening start: Timestamp?
  ) throws -> ExchangeSession {
    let start = start ?? Self.standardStart
    let symbols = try choice.symbols.map { try symbol($0, choice.price) }
    let walks = symbols.map {
      RandomTape.Walk(price: choice.price, tick: $0.rules.tick, step: $0.rules.step)
    }
    let begin = (start + -history.milliseconds).milliseconds.floored(by: 60_000) * 60_000
    let tape = RandomTape(
      seed: choice.seed, walks, from: Timestamp(milliseconds: begin),
      every: choice.every.milliseconds)
    return session(symbols, tape, opening: start)
  }

  /// When a market that is made up begins where nobody says when.
  private static let standardStart: Timestamp = "2026-01-05T00:00:00.000Z"

  private func symbol(_ name: String, _ price: Price) throws -> SpotSetup.Symbol {
    try (file.symbols[name] ?? SymbolEntry()).symbol(name, price: price, shape)
  }

  /// What has happened before it opens has happened, and nobody is told.
  private func session(
    _ symbols: [SpotSetup.Symbol], _ tape: some MarketTape, opening start: Timestamp
  ) -> ExchangeSession {
    let accounts = file.accounts.map { SpotSetup.Account($0.account, $0.balances) }
    let setup = SpotSetup(symbols: symbols, accounts: accounts, settings: file.engine)
    let api = ExchangeAPI(
      SpotExchange(setup), keys: file.keys, KeyVerifier(), settings: file.api,
      faults: FaultPlan(seed: seed))
    var session = ExchangeSession(api, tape)
    session.advance(to: start)
    _ = session.takePushes()
    for rule in faults { session.add(rule) }
    return session
  }
}
