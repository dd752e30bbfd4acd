import ArgumentParser
import SFCore
import SFIngest
import SFTool

/// The market that `sf-ingest --synthetic` makes up.
struct SyntheticOptions: ParsableArguments {
  @Flag(
    help: """
      Make up a market instead of reading files: geometric Brownian motion with volatility regimes \
      and fat tails. It takes --symbols (default SYNTH) and --interval (default 1m).
      """)
  var synthetic = false

  @Option(help: "How many bars of each symbol. [default: 1000]")
  var bars: Int?

  @Option(help: "A number from which all follows. [default: 1]")
  var seed: Int?

  @Option(
    help: ArgumentHelp(
      "The open time of the first bar. [default: 2024-01-01T00:00:00.000Z]", valueName: "time"),
    transform: ReadingOptions.time)
  var start: Timestamp?

  @Option(
    help: ArgumentHelp("The first open of each symbol. [default: 100]", valueName: "price"),
    transform: Self.price)
  var startPrice: Price?

  private var barCount: Int { bars ?? 1_000 }
  private var firstOpen: Timestamp { start ?? "2024-01-01T00:00:00.000Z" }

  func symbols(_ reading: ReadingOptions) -> [Symbol] { reading.symbols ?? ["SYNTH"] }

  func interval(_ reading: ReadingOptions) -> Interval {
    reading.interval ?? .minute
  }

  func markets(_ reading: ReadingOptions) -> [SyntheticMarket] {
    symbols(reading).map { symbol in
      SyntheticMarket(
        symbol: symbol, interval: interval(reading), bars: barCount,
        seed: UInt64(seed ?? 1), start: firstOpen, startPrice: startPrice ?? 100)
    }
  }

  func check(files: [String], _ reading: ReadingOptions) throws(UsageError) {
    guard synthetic else {
      let given = [
        ("--bars", bars != nil), ("--seed", seed != nil), ("--start", start != nil),
        ("--start-price", startPrice != nil),
      ]
      if let option = given.first(where: \.1)?.0 {
        throw UsageError(
          "\(option) goes with --synthetic",
          help: start == nil ? nil : "a part of what is read is taken by --from and --to")
      }
      return
    }
    guard files.isEmpty else { throw UsageError("--synthetic reads no files") }
    let misplaced = [
      ("--symbol", reading.symbol != nil), ("--sort", reading.sort),
      ("--on-conflict", reading.onConflict != nil), ("--timestamp", reading.timestamp != .open),
    ]
    if let option = misplaced.first(where: \.1)?.0 {
      throw UsageError("\(option) is for files, not for --synthetic")
    }
    try checkMarket(interval(reading))
  }

  private func checkMarket(_ interval: Interval) throws(UsageError) {
    guard (1...1_000_000_000).contains(barCount) else {
      throw UsageError("--bars must be 1 to 1000000000, is \(barCount)")
    }
    guard (0...1 << 53).contains(seed ?? 1) else {
      throw UsageError("--seed must be 0 to 2^53, is \(seed ?? 1)")
    }
    guard let length = interval.milliseconds else {
      throw UsageError(
        "'--interval \(interval)' is no length of time: the nearest are "
          + Interval.nearest(to: interval.text).joined(separator: " "))
    }
    guard (firstOpen + length * Int64(barCount)).isRepresentable else {
      throw UsageError("--bars \(barCount) from \(firstOpen) go beyond the year 9999")
    }
    let price = startPrice ?? 100
    guard SyntheticMarket.startPrices.contains(price) else {
      let range = SyntheticMarket.startPrices
      throw UsageError(
        "--start-price must be \(range.lowerBound) to \(range.upperBound), is \(price)")
    }
  }

  /// The effective values, for the header; none without `--synthetic`.
  var settings: [Setting] {
    [
      Setting("synthetic", synthetic),
      Setting("bars", synthetic ? barCount : nil),
      Setting("seed", synthetic ? seed ?? 1 : nil),
      Setting("start", synthetic ? firstOpen.description : nil),
      Setting("start_price", amount: synthetic ? startPrice ?? 100 : nil),
    ]
  }

  @Sendable static func price(_ text: String) throws -> Price {
    guard let price = Price(text) else { throw ValidationError("'\(text)' is no price") }
    return price
  }
}
