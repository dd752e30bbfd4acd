import SFHTTP
import SFTestSupport
import Testing

@Suite struct BackoffTests {
  @Test func `pauses are anything up to a bound that doubles`() {
    let backoff = Backoff(first: 500, longest: 3_000, retries: 6)
    var generator = SeededGenerator(seed: 3)
    for (failures, bound) in [(1, 500), (2, 1_000), (3, 2_000), (4, 3_000), (6, 3_000)] {
      let pauses = (0..<2_000).map { _ in backoff.pause(after: failures, using: &generator) }
      #expect(pauses.count == 2_000 && pauses.allSatisfy { (0...bound).contains($0) })
      let mean = pauses.reduce(0, +) / pauses.count
      #expect((bound * 45 / 100...bound * 55 / 100).contains(mean), "mean \(mean) of \(bound)")
    }
    #expect(backoff.allows(6) && !backoff.allows(7))
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (7, 30), (.max, 30)])
  func `who is asked to keep still does so for a second at least, and longer each time`(
    failures: Int, seconds: Int
  ) {
    #expect(Backoff.shortestStill(after: failures) == seconds)
  }
}
