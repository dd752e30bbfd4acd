import SFFeatures
import SFTestSupport
import Testing

/// The window of order statistics against a list that is sorted again at every number.
@Suite struct RollingOrderTests {
  /// Numbers of a walk whose level moves, so that blocks are emptied at one end and cut at the
  /// other; every third is a round number, so that there are equal ones.
  static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    var level = 0.0
    return (0..<count).map { index in
      level += Double(generator.next() % 2_001) / 100 - (index / 3_000 % 2 == 0 ? 8 : 12)
      let value = level + Double(generator.next() % 1_000) / 7
      return index % 3 == 0 ? (value / 50).rounded() * 50 : value
    }
  }

  @Test(arguments: [1, 2, 3, 20, 255, 256, 257, 1_500])
  func `agrees with a sorted list`(period: Int) {
    let numbers = Self.numbers(4 * period + 3_000, seed: UInt64(period))
    var window = RollingOrder(period)
    for (index, number) in numbers.enumerated() {
      let oldest = window.push(number)
      #expect(oldest == (index < period ? nil : numbers[index - period]))
      // To sort the greater windows at each number would take minutes.
      guard index % max(1, period / 16) == 0 else { continue }
      let sorted = numbers[max(0, index - period + 1)...index].sorted()
      #expect(window.count == sorted.count)
      for rank in [0, sorted.count / 3, sorted.count - 1] {
        #expect(window[rank] == sorted[rank], "period \(period), number \(index)")
      }
      for value in [number, sorted[0] - 1, sorted[sorted.count - 1] + 1, number + 0.5] {
        #expect(window.count(below: value) == sorted.count { $0 < value })
        #expect(window.count(through: value) == sorted.count { $0 <= value })
      }
      let distances = sorted.map { ($0 - number).magnitude }.sorted()
      #expect(window.medianDistance(from: number) == Self.median(distances))
      #expect(window.median == Self.quantile(sorted, 0.5))
      #expect(window.quantile(0.9) == Self.quantile(sorted, 0.9))
    }
  }

  static func median(_ sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// As numpy writes it: between the numbers on both sides of (n − 1) · q.
  static func quantile(_ sorted: [Double], _ fraction: Double) -> Double {
    let place = fraction * Double(sorted.count - 1)
    let lower = Int(place)
    guard Double(lower) < place else { return sorted[lower] }
    return sorted[lower] + (sorted[lower + 1] - sorted[lower]) * (place - Double(lower))
  }

  @Test func `goes on as it was after being encoded`() throws {
    let numbers = Self.numbers(900, seed: 9)
    var window = RollingOrder(300)
    var resumed = window
    for number in numbers {
      if Int(number.magnitude) % 5 == 0 { resumed = try Checkpoint.resumed(resumed) }
      window.push(number)
      resumed.push(number)
      #expect(resumed.median == window.median)
      #expect(resumed.medianDistance(from: 3) == window.medianDistance(from: 3))
    }
  }

  @Test func `begins again when cleared`() {
    var window = RollingOrder(10)
    for number in 0..<400 { window.push(Double(number)) }
    window.clear()
    #expect(window.median == nil && window.medianDistance(from: 0) == nil && !window.isFull)
    window.push(3)
    #expect(window.median == 3)
  }
}
