import ArgumentParser
import SFCore
import SFExchange
import SFTool

/// What the exchange is.
struct ExchangeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Accounts, keys, symbols and limits, in YAML.", valueName: "file"))
  var accounts: String?

  @Option(
    help: ArgumentHelp(
      "The market: a file of bars, or of messages of trades; or random:seed=1,price=100,every=1s,symbols=A+B.",
      valueName: "market"))
  var market = "random:seed=1"

  @Option(help: "How much of the market has happened when the exchange opens.")
  var history = TimeSpan(milliseconds: 86_400_000)

  @Option(
    help: ArgumentHelp(
      "When it opens. [default: now; the market's own time with --clock step and in a replay]",
      valueName: "time"), transform: Self.time)
  var start: Timestamp?

  @Option(help: "Between best bid and best ask, and between levels: a fraction of the price.")
  var spread = "0.0001"

  @Option(help: "What the best level of the book is worth, in quote currency.")
  var depth = "10000"

  @Option(help: "Levels of the book on each side.")
  var levels = 20

  @Option(help: ArgumentHelp("A script of faults, a line of JSON for each.", valueName: "file"))
  var faults: String?

  @Option(help: "What chance begins with, in faults.")
  var seed: UInt64 = 1

  init() {}

  func validate() throws {
    guard let spread = Ratio(spread), spread >= 0, spread < 1 else {
      throw ValidationError("--spread must be a fraction of 0 to 1, is '\(self.spread)'")
    }
    guard let depth = AssetAmount(depth), depth >= 0 else {
      throw ValidationError("--depth must be an amount of 0 or more, is '\(self.depth)'")
    }
    guard (0...5_000).contains(levels) else {
      throw ValidationError("--levels must be 0 to 5000, is \(levels)")
    }
  }

  private static func time(_ text: String) throws -> Timestamp {
    guard let time = Timestamp(text) else {
      throw ValidationError("'\(text)' is no time, expected one such as 2026-01-05T00:00:00.000Z")
    }
    return time
  }

  func builder() throws -> ExchangeBuilder {
    guard let accounts else {
      throw UsageError(
        "no accounts were given", help: "sf-exchange accounts > accounts.yaml makes some")
    }
    return ExchangeBuilder(
      file: try ExchangeFile(path: accounts), market: try MarketChoice(market),
      shape: AmbientShape(
        spread: Ratio(spread) ?? .zero, levels: levels, depth: AssetAmount(depth) ?? .zero),
      faults: try faults.map(FaultScript.rules) ?? [], history: history, seed: seed)
  }
}
