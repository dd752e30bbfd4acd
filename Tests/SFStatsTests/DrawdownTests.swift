import Foundation
import SFCore
import SFStats
import SFTestSupport
import Testing

@Suite struct DrawdownTests {
  /// A stretch by the definition, over the whole list.
  private struct Expected {
    var depth = 0.0
    var from = 0
    var to = 0
    var marks = 0
    var isOver = false
  }

  /// All stretches of a path: each mark below the highest equity before it, joined while they last.
  private func stretches(_ path: EquityPath) -> [Expected] {
    let equities = path.marks.map(\.equity)
    var list: [Expected] = []
    var index = 0
    while index < equities.count {
      let high = max(path.capital, equities[..<index].max() ?? path.capital)
      guard equities[index] < high else {
        index += 1
        continue
      }
      let end = equities[index...].firstIndex { $0 >= high }
      let below = equities[index..<(end ?? equities.count)]
      let depth = below.map { (high.double - $0.double) / high.double }.max()!
      list.append(
        Expected(
          depth: depth, from: max(0, index - 1), to: end ?? equities.count - 1,
          marks: below.count, isOver: end != nil))
      index = end ?? equities.count
    }
    return list
  }

  @Test func `agrees with the definition on random walks`() throws {
    for seed in 0..<300 as Range<UInt64> {
      let path = EquityPath(seed: seed, count: 20 + Int(seed))
      var drawdown = Drawdown(capital: path.capital)
      for mark in path.marks { drawdown.update(mark.equity, at: mark.ts) }
      let list = stretches(path)
      func length(_ stretch: Expected) -> Int64 {
        path.marks[stretch.to].ts - path.marks[stretch.from].ts
      }
      // `max(by:)` takes the last of equals; the first is wanted.
      let deepest = list.reversed().max { $0.depth < $1.depth }
      let longest = list.reversed().max { length($0) < length($1) }
      #expect(isClose(drawdown.maximum, deepest?.depth ?? 0), "seed \(seed)")
      #expect(drawdown.deepest?.milliseconds == deepest.map(length), "seed \(seed)")
      #expect(drawdown.deepest?.marks == deepest?.marks, "seed \(seed)")
      #expect(drawdown.deepest?.isOver == deepest?.isOver, "seed \(seed)")
      #expect(drawdown.longest?.milliseconds == longest.map(length), "seed \(seed)")
      try expectListed(drawdown.deepestOnes, list, path, "seed \(seed)")
    }
  }

  /// The deepest ten, of equals the first; each is lowest where its equity first was.
  private func expectListed(
    _ found: [Drawdown.Stretch], _ all: [Expected], _ path: EquityPath, _ name: String
  ) throws {
    let expected = all.enumerated().sorted {
      ($1.element.depth, $0.offset) < ($0.element.depth, $1.offset)
    }.prefix(10).map(\.element)
    #expect(found.count == expected.count, "\(name)")
    for (stretch, other) in zip(found, expected) {
      #expect(isClose(stretch.depth, other.depth) && stretch.marks == other.marks, "\(name)")
      #expect(stretch.from == path.marks[other.from].ts, "\(name)")
      #expect(stretch.to == path.marks[other.to].ts, "\(name)")
      let inside = path.marks[other.from...other.to]
      let low = try #require(inside.first { $0.equity == stretch.lowest })
      #expect(stretch.lowestAt == low.ts, "\(name)")
    }
  }

  @Test func `is 0 when equity never fell`() {
    var drawdown = Drawdown(capital: 100)
    #expect(drawdown.maximum == 0)
    for (index, equity) in ([100, 100, 101, 150] as [Price]).enumerated() {
      drawdown.update(equity, at: Timestamp(milliseconds: Int64(index)))
    }
    #expect(drawdown.maximum == 0)
    #expect(drawdown.deepest == nil)
    #expect(drawdown.longest == nil)
  }

  @Test func `counts from the capital`() {
    var drawdown = Drawdown(capital: 100)
    drawdown.update(90, at: Timestamp(milliseconds: 1_000))
    #expect(isClose(drawdown.maximum, 0.1))
    #expect(drawdown.deepest?.milliseconds == 0)
    drawdown.update(100, at: Timestamp(milliseconds: 3_000))
    #expect(drawdown.deepest?.milliseconds == 2_000)
    #expect(drawdown.deepest?.isOver == true)
  }

  @Test func `counts a closing line with its mark`() {
    var drawdown = Drawdown(capital: 100)
    drawdown.update(90, at: Timestamp(milliseconds: 1_000))
    drawdown.update(80, at: Timestamp(milliseconds: 1_000))
    #expect(drawdown.deepest?.marks == 1)
    #expect(isClose(drawdown.maximum, 0.2))
  }

  @Test func `may exceed the capital`() {
    var drawdown = Drawdown(capital: 100)
    drawdown.update(-50, at: Timestamp(milliseconds: 1_000))
    #expect(isClose(drawdown.maximum, 1.5))
  }
}
