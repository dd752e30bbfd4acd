import SFCore
import SFStats
import SFTestSupport
import Testing

@Suite struct ResamplingTests {
  @Test(arguments: [1, 2, 7, 100], [1.0, 3.0, 20.0])
  func `a resample has the length of the series and its places only`(count: Int, block: Double) {
    var bootstrap = StationaryBootstrap(count: count, meanBlock: block, seed: 5)
    var places: [Int] = []
    for _ in 0..<50 {
      bootstrap.resample(into: &places)
      #expect(places.count == count)
      #expect(places.allSatisfy { (0..<count).contains($0) })
    }
  }

  @Test func `blocks have the length that was asked for`() {
    var bootstrap = StationaryBootstrap(count: 1_000, meanBlock: 8, seed: 1)
    var places: [Int] = []
    var (blocks, steps) = (0, 0)
    for _ in 0..<200 {
      bootstrap.resample(into: &places)
      steps += places.count - 1
      blocks += zip(places, places.dropFirst()).count { $1 != ($0 + 1) % 1_000 }
    }
    let length = Double(steps) / Double(blocks)
    #expect((length - 8).magnitude < 0.2, "\(length)")
  }

  @Test func `a seed makes the same resamples`() {
    var (a, b) = ([Int](), [Int]())
    var first = StationaryBootstrap(count: 50, meanBlock: 4, seed: 9)
    var second = StationaryBootstrap(count: 50, meanBlock: 4, seed: 9)
    for _ in 0..<10 {
      first.resample(into: &a)
      second.resample(into: &b)
      #expect(a == b)
    }
    var other = StationaryBootstrap(count: 50, meanBlock: 4, seed: 10)
    other.resample(into: &b)
    #expect(a != b)
  }

  /// The deviation of a mean of independent draws is σ/√n: without blocks the resamples show it.
  @Test func `the spread of resampled means is that of theory`() throws {
    var random = SeededGenerator(seed: 3)
    let values = (0..<400).map { _ in Double(random.next() >> 11) * 0x1p-53 }
    let moments = ReturnShape(values)
    var bootstrap = StationaryBootstrap(count: 400, meanBlock: 1, seed: 2)
    var means = ReturnShape()
    var places: [Int] = []
    for _ in 0..<4_000 {
      bootstrap.resample(into: &places)
      means.update(places.reduce(0) { $0 + values[$1] } / 400)
    }
    let found = try #require(means.deviation)
    let expected = try #require(moments.deviation) / 20
    #expect((found / expected - 1).magnitude < 0.05, "\(found), \(expected)")
  }

  @Test(arguments: [(1, 1.0), (7, 1.0), (8, 2.0), (26, 2.0), (27, 3.0), (1_000, 10.0)])
  func `the usual block is the cube root`(count: Int, block: Double) {
    #expect(StationaryBootstrap.usualBlock(count) == block)
  }

  @Test func `an interval is linear between the values`() throws {
    let interval = try #require(
      PercentileInterval((0...100).reversed().map(Double.init), share: 0.9))
    #expect(isClose(interval.low, 5) && interval.median == 50 && isClose(interval.high, 95))
    let narrow = try #require(PercentileInterval([1, 2], share: 0.5))
    #expect((narrow.low, narrow.median, narrow.high) == (1.25, 1.5, 1.75))
  }

  @Test func `an interval does not exist where too many resamples have no value`() {
    let values = (0..<100).map { $0 < 10 ? nil : Double($0) }
    #expect(PercentileInterval(values, share: 0.9) == nil)
    #expect(PercentileInterval(values + [5, 6], share: 0.9) != nil)
    #expect(PercentileInterval([], share: 0.9) == nil)
  }

  /// All orders of four round trips, one by one, against random ones.
  @Test func `random orders have the drawdowns of all orders`() {
    let pnls = [30.0, -20, -25, 40]
    var all: [Double] = []
    permute4(pnls) { all.append(RoundTripShuffle.drawdown(capital: 100, pnls: $0)) }
    let mean = all.reduce(0, +) / Double(all.count)
    var shuffle = RoundTripShuffle(capital: 100, pnls: pnls, seed: 4)
    let drawn = (0..<20_000).map { _ in shuffle.drawdown() }
    #expect(Set(drawn) == Set(all))
    #expect((drawn.reduce(0, +) / 20_000 - mean).magnitude < 0.003)
  }

  /// Every order of four values, by four loops.
  private func permute4(_ values: [Double], _ visit: ([Double]) -> Void) {
    for a in 0..<4 {
      for b in 0..<4 where b != a {
        for c in 0..<4 where c != a && c != b {
          visit([values[a], values[b], values[c], values[6 - a - b - c]])
        }
      }
    }
  }

  @Test func `a drawdown is measured from the high, the capital first`() {
    #expect(RoundTripShuffle.drawdown(capital: 100, pnls: [-10, 20, -55]) == 0.5)
    #expect(RoundTripShuffle.drawdown(capital: 100, pnls: [-10, 5]) == 0.1)
    #expect(RoundTripShuffle.drawdown(capital: 100, pnls: [1, 2]) == 0)
  }
}
