import SFCore
import SFStrategy
import SFTestSupport
import Testing

/// Levels inside bars: which of them a bar meets first.
@Suite struct LevelMeetingTests {
  private func rules(
    _ specs: [String], _ mode: ExitRules.Mode = .firstTriggered, priorities: [Int?] = []
  ) throws -> ExitRules {
    let rules = try specs.map { try exitCatalog.make($0).0 }
    return ExitRules(rules, mode: mode, priorities: priorities)
  }

  private func position(_ direction: Direction, inside: Bool = false) -> Position {
    Position(entryPrice: 100, direction, isOpenedInside: inside)
  }

  /// `open high low close`.
  private func bar(_ text: String) throws -> Bar {
    let prices = try text.split(separator: " ").map { try #require(Price($0)) }
    return Bar(
      series: 0, open: prices[0], high: prices[1], low: prices[2], close: prices[3], volume: nil)
  }

  @Test(
    arguments: [
      (Direction.long, "100 102 99 101", nil),
      (.long, "100 103 99 101", "tp_sl.take_profit 103.0"),  // touching is enough
      (.long, "100 101 98.5 101", "tp_sl.stop_loss 98.5"),
      (.long, "100 104 98 103", "tp_sl.stop_loss 98.5"),  // both: the worse is assumed
      (.long, "104 105 98 99", "tp_sl.take_profit open"),  // opened beyond, whatever came later
      (.long, "103 105 98 99", "tp_sl.take_profit open"),  // opened at it
      (.long, "98 105 97 104", "tp_sl.stop_loss open"),
      (.short, "100 101 98 99", nil),
      (.short, "100 101.49999999 97 99", "tp_sl.take_profit 97.0"),
      (.short, "100 101.5 96 99", "tp_sl.stop_loss 101.5"),
      (.short, "96 102 95 99", "tp_sl.take_profit open"),
      (.short, "102 103 90 91", "tp_sl.stop_loss open"),
    ])
  func `a bar meets a stop before a target, and its open before both`(
    direction: Direction, bar text: String, expected: String?
  ) throws {
    let meeting = try rules(["tp_sl:0.03,0.015"]).meet(bar(text), for: position(direction))
    let found = meeting.map { "\($0.reason.rawValue) \($0.level?.description ?? "open")" }
    #expect(found == expected, "\(text)")
  }

  @Test func `a position that a limit opened inside the bar meets its stops only`() throws {
    let rules = try rules(["tp_sl:0.03,0.015"])
    let inside = position(.long, inside: true)
    #expect(rules.meet(try bar("104 105 99 101"), for: inside) == nil)
    #expect(rules.meet(try bar("104 105 98 101"), for: inside)?.level == Level(98.5))
  }

  @Test func `a rule without levels is not met inside a bar`() throws {
    let rules = try rules(["time:1", "signal"])
    #expect(rules.meet(try bar("100 200 1 100"), for: position(.long)) == nil)
  }

  /// All levels, listed and sorted by the words of the contract.
  @Test func `agrees with the definition on random rules and bars`() throws {
    for seed in 0..<3_000 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let direction: Direction = Bool.random(using: &random) ? .long : .short
      let sign = direction.sign
      let pcts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (Int64.random(in: 1...4, using: &random), Int64.random(in: 1...4, using: &random))
      }
      let priorities = pcts.map { _ in Int?.some(Int.random(in: 0...2, using: &random)) }
      let mode = ExitRules.Mode.allCases.randomElement(using: &random)!
      let rules = try rules(
        pcts.map { "tp_sl:0.0\($0.0),0.0\($0.1)" }, mode, priorities: priorities)
      let prices = (0..<4).map { _ in Int64.random(in: 94...106, using: &random) }
      let (low, high) = (prices.min()!, prices.max()!)
      let isInside = Bool.random(using: &random)
      struct Level { let kind, distance, priority, place: Int64, name: String }
      var levels: [Level] = []
      for (place, pct) in pcts.enumerated() {
        let priority = mode == .firstTriggered ? 0 : Int64(priorities[place]!)
        let (target, stop) = (100 + sign * pct.0, 100 - sign * pct.1)
        for (level, isStop) in [(target, false), (stop, true)] {
          let side = isStop ? -sign : sign
          let name = isStop ? "tp_sl.stop_loss" : "tp_sl.take_profit"
          if !isInside, side * prices[0] >= side * level {
            levels.append(
              .init(kind: 0, distance: 0, priority: priority, place: Int64(place), name: name))
          } else if side * (side > 0 ? high : low) >= side * level, isStop || !isInside {
            levels.append(
              .init(
                kind: isStop ? 1 : 2, distance: abs(level - prices[0]), priority: priority,
                place: Int64(place), name: "\(name) \(level).0"))
          }
        }
      }
      // A limit fills inside a bar that opened on its better side.
      guard !isInside || sign * (prices[0] - 100) >= 0 else { continue }
      let expected = levels.min {
        ($0.kind, $0.distance, $0.priority, $0.place)
          < ($1.kind, $1.distance, $1.priority, $1.place)
      }
      let bar = Bar(
        series: 0, open: Price(integerLiteral: prices[0]), high: Price(integerLiteral: high),
        low: Price(integerLiteral: low), close: Price(integerLiteral: prices[3]), volume: nil)
      let meeting = rules.meet(bar, for: position(direction, inside: isInside))
      let found = meeting.map { $0.reason.rawValue + ($0.level.map { " \($0)" } ?? "") }
      #expect(found == expected?.name, "seed \(seed)")
    }
  }
}
