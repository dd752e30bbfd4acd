import SFCore
import SFStrategy
import SFTestSupport

/// One line: direction, entry, `|`, closes; `!` marks the close on which the position must be
/// closed. A `^` or `v` behind a close is a rise or a fall that was signaled with it. What stands
/// behind a `/` is the one column: `100/1.5`, `101/_` where it has no value.
struct ExitScript: CustomStringConvertible, Sendable {
  let description: String
  let position: Position
  let markets: [MarketView]
  /// The column at the decision to enter, and at each close.
  let decided: Double
  let values: [Double]
  /// The place of the marked close; `nil` when none is.
  let exitIndex: Int?

  init(_ text: String) {
    description = text
    let words = text.split(separator: " ").map(String.init)
    guard let direction = Direction(rawValue: words[0]), let entry = Price(Self.price(words[1]))
    else {
      preconditionFailure("not a script: \(text)")
    }
    position = Position(entryPrice: entry, direction)
    decided = Self.value(words[1])
    values = words.dropFirst(3).map(Self.value)
    exitIndex = words.dropFirst(3).firstIndex { $0.contains("!") }.map { $0 - 3 }
    markets = words.dropFirst(3).enumerated().map { index, word in
      guard let close = Price(Self.price(word)) else { preconditionFailure("not a price: \(word)") }
      return MarketView(
        bar: Bar(series: 0, open: close, high: close, low: close, close: close, volume: nil),
        time: Timestamp(milliseconds: Int64(index + 1) * 60_000), rises: word.contains("^"),
        falls: word.contains("v"))
    }
  }

  private static func price(_ word: String) -> String {
    String(word.filter { !"!^v".contains($0) }.prefix { $0 != "/" })
  }

  private static func value(_ word: String) -> Double {
    guard let slash = word.firstIndex(of: "/") else { return .nan }
    let text = word[word.index(after: slash)...].filter { !"!^v".contains($0) }
    return text == "_" ? .nan : Double(text) ?? .nan
  }

  /// The place of the first close at which the rule of a spec closes, which reads the column.
  func run(spec: String) throws -> Int? {
    var rule = try exitCatalog.make(spec).0
    rule.bind(Array(rule.needs.indices))
    let row = [decided]
    if let no = rule.prepare(row.span) { preconditionFailure("refused: \(no)") }
    var place = 0
    return run { market, position in
      let row = [values[place]]
      place += 1
      return rule.update(market, row.span, for: position) != nil
    }
  }

  /// The place of the first close at which the rule closes; `nil` when it holds to the end.
  func run(_ update: (MarketView, Position) -> Bool) -> Int? {
    var position = position
    for (index, market) in markets.enumerated() {
      position.live(through: market.bar)
      if update(market, position) { return index }
    }
    return nil
  }
}

extension ExitRule {
  /// Asks a rule that reads no columns.
  mutating func update(_ market: MarketView, for position: Position) -> ExitReason? {
    let row: [Double] = []
    return update(market, row.span, for: position)
  }
}

extension ExitRules {
  /// Asks rules that read no columns.
  mutating func update(_ market: MarketView, for position: Position) -> ExitReason? {
    let row: [Double] = []
    return update(market, row.span, for: position)
  }
}

extension Timestamp: ExpressibleByIntegerLiteral {
  public init(integerLiteral milliseconds: Int64) { self.init(milliseconds: milliseconds) }
}

/// Closes of a seeded walk that starts at 100, in steps of a hundredth.
func randomWalk(_ count: Int, seed: UInt64) -> [MarketView] {
  var random = SeededGenerator(seed: seed)
  var units: Int64 = 10_000_000_000
  return (1...count).map { index in
    units += Int64.random(in: -150...150, using: &random) * 1_000_000
    let close = Price(units: units)
    return MarketView(
      bar: Bar(series: 0, open: close, high: close, low: close, close: close, volume: nil),
      time: Timestamp(milliseconds: Int64(index) * 60_000),
      rises: Int.random(in: 0..<40, using: &random) == 0,
      falls: Int.random(in: 0..<40, using: &random) == 0)
  }
}
