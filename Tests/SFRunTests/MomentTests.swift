import SFCore
import SFRun
import Testing

@Suite struct MomentTests {
  private func at(_ nanoseconds: Int64) -> Moment { Moment(nanoseconds: nanoseconds) }

  @Test func `a span later is that much later`() {
    #expect(at(5) + .milliseconds(2) == at(2_000_005))
    #expect(at(5) + .milliseconds(-1) == at(-999_995))
    #expect((at(5) + .seconds(3)).since(at(5)) == .seconds(3))
    #expect(at(1_500_000_000).seconds(since: at(0)) == 1.5)
  }

  @Test(
    arguments: [(1_999_999, 1), (2_000_000, 2), (-1, -1), (-1_000_000, -1)] as [(Int64, Int64)])
  func `counts whole milliseconds, downwards`(nanoseconds: Int64, milliseconds: Int64) {
    #expect(at(nanoseconds).since(at(0)).milliseconds == milliseconds)
  }

  @Test func `is as exact as a clock`() {
    #expect(at(1).later(bySeconds: 1.5) == at(1_500_000_001))
    #expect(at(1).later(bySeconds: 2.4e-9) == at(3))
    #expect(at(1).later(bySeconds: 1e30) == .never)
    #expect(at(.max - 1).later(bySeconds: 1) == .never)
  }

  @Test func `what cannot be held never comes, or is over`() {
    #expect(at(.max - 5) + .milliseconds(1) == .never)
    #expect(at(0) + TimeSpan(milliseconds: .max) == .never)
    #expect(at(0) + TimeSpan(milliseconds: .min) == .past)
    #expect(Moment.never + .seconds(1) == .never)
    #expect(Moment.never.since(.past).milliseconds == Int64.max / 1_000_000)
    #expect(Moment.never > at(0) && Moment.past < at(0))
  }
}
