import SFHTTP
import SFRun
import Testing

@Suite struct HostClockTests {
  private let clock = HostClock(said: 1_700_000_000_000, at: Moment(nanoseconds: 5_000_000_000))

  @Test func `goes on from what the host said`() {
    #expect(clock.time(at: Moment(nanoseconds: 5_000_000_000)) == 1_700_000_000_000)
    #expect(clock.time(at: Moment(nanoseconds: 6_500_999_999)) == 1_700_000_001_500)
    #expect(clock.moment(at: 1_700_000_000_250) == Moment(nanoseconds: 5_250_000_000))
    #expect(clock.moment(at: 1_699_999_999_000) == Moment(nanoseconds: 4_000_000_000))
  }

  @Test func `a time that is too far away never comes`() {
    #expect(clock.moment(at: .max) == .never)
  }
}
