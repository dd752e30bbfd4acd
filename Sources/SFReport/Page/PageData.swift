import SFCore

/// What the script of a page draws, as JSON that can stand inside an element of HTML and XML.
enum PageData {
  /// A run whose equity is drawn.
  struct Run {
    let name: String
    let capital: Price
    let equity: TimeColumns<EquityColumn>
  }

  static func json(runs: [Run]) -> String {
    object([("runs", list(runs.map(run)))])
  }

  static func json(of report: Report, _ page: PageRecord) -> String {
    let strategy = Run(name: "strategy", capital: report.equity.capital, equity: page.equity)
    let parts = [
      ("runs", list([run(strategy)])),
      ("rolling", rolling(page.rolling)),
      ("roundTrips", RoundTripData(page.roundTrips, open: report.activity.open.list).json),
      ("returns", distribution(page.returns)),
      ("horizons", list(SignalRecord.horizons.map(String.init))),
      ("signals", list(page.signals.byDetector.list.map { signals($0.key, $0.value) })),
    ]
    let coarse = page.prices.curves.map(price)
    // Bars take what is left.
    let texts = parts.map(\.1) + coarse.joined().map(\.1)
    let used = texts.reduce(others) { $0 + $1.utf8.count }
    let fine = BarData(page.prices.curves, budget: max(least, most - used)).json
    let prices = zip(coarse, fine).map { object($0 + [("fine", $1)]) }
    return object(parts + [("prices", list(prices))])
  }

  /// The bytes of a page, of its script, style and tables, and of bars however much else there is.
  private static let most = 2_900_000
  private static let others = 300_000
  private static let least = 400_000

  // MARK: Values over time

  private static func run(_ run: Run) -> String {
    let equity = run.equity.compacted
    let columns = equity.columns
    return object(
      [("name", text(run.name)), ("capital", run.capital.description)]
        + time(equity) + bands(columns.map { $0?.equity }) + [
          ("hold", PackedNumbers.json(columns.map { $0?.buyHold })),
          ("drawdown", PackedNumbers.json(columns.map { $0?.drawdown })),
        ])
  }

  private static func price(_ curve: PriceRecord.Curve) -> [(String, String)] {
    let prices = curve.prices.compacted
    return [
      ("symbol", text(curve.series.symbol.text)),
      ("interval", text(curve.series.interval.description)),
    ] + time(prices) + bands(prices.columns)
  }

  private static func rolling(_ columns: TimeColumns<RollingColumn>) -> String {
    let columns = columns.compacted
    return object(
      time(columns) + [
        ("sharpe", PackedNumbers.json(columns.columns.map { $0?.sharpe })),
        ("volatility", PackedNumbers.json(columns.columns.map { $0?.volatility })),
      ])
  }

  private static func time<Value>(_ columns: TimeColumns<Value>) -> [(String, String)] {
    [
      ("from", "\(columns.origin?.milliseconds ?? 0)"), ("width", "\(columns.width)"),
      ("count", "\(columns.columns.count)"),
    ]
  }

  private static func bands(_ bands: [Band?]) -> [(String, String)] {
    [
      ("low", PackedNumbers.json(bands.map { $0?.low })),
      ("high", PackedNumbers.json(bands.map { $0?.high })),
      ("last", PackedNumbers.json(bands.map { $0?.last })),
    ]
  }

  // MARK: Round trips and signals

  private static func distribution(_ returns: Distribution) -> String {
    object([
      ("width", returns.width.wireText), ("lowest", "\(returns.lowest)"),
      ("counts", list(returns.counts.map(String.init))),
    ])
  }

  private static func signals(_ detector: String, _ judged: SignalRecord.Judged) -> String {
    object([
      ("detector", text(detector)), ("signals", "\(judged.signals)"),
      (
        "outcomes",
        list(
          judged.outcomes.map {
            list(["\($0.known)", number($0.hitRate), number($0.meanGain)])
          })
      ),
      (
        "deciles",
        list(
          judged.deciles.map {
            list([number($0.lowest), number($0.highest), "\($0.count)", "\($0.hits)"])
          })
      ),
    ])
  }

  // MARK: JSON

  static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "null" }
    return value.wireText
  }

  static func list(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

  static func object(_ values: [(String, String)]) -> String {
    "{" + values.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  /// A string in which nothing can be taken for markup.
  static func text(_ text: String) -> String {
    var result = ""
    for scalar in text.jsonQuoted.unicodeScalars {
      switch scalar {
      case "<", ">", "&": result += "\\u00" + String(scalar.value, radix: 16)
      case _ where (0x7F...0x9F).contains(scalar.value), "\u{FFFE}", "\u{FFFF}":
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
