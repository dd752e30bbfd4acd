import SFCore
import SFRun
import SFServe
import SFTransport
import Testing

@Suite struct SupervisionTests {
  private let mark: Timestamp = "2026-01-05T09:31:00.000Z"
  private let now = Moment(nanoseconds: 0)

  /// Milliseconds until it is started again; `nil` when it is not.
  private func pause(
    _ supervision: inout Supervision, at mark: Timestamp?,
    _ ending: ChildProcess.Ending = .signal(9)
  ) -> Int64? {
    switch supervision.died(ending, at: mark, now: now) {
    case .restart(let moment): moment.since(now).milliseconds
    case .fails: nil
    }
  }

  @Test func `pauses double up to half a minute, and ten deaths at one mark are enough`() {
    var supervision = Supervision()
    let pauses = (0..<10).map { _ in pause(&supervision, at: mark) }
    #expect(pauses == [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, nil])
    #expect(supervision.restarts == 10)
  }

  @Test func `a pause is half a minute at most`() {
    var supervision = Supervision()
    for _ in 0..<9 { _ = pause(&supervision, at: nil) }
    guard case .fails(let failure) = supervision.died(.status(1), at: nil, now: now) else {
      Issue.record("expected a failure")
      return
    }
    #expect(
      failure.message == "it died 10 times at the start, the last time with exit code 1")
    #expect(failure.exitStatus == .bug)
  }

  @Test func `who ends well before its stream does is told so`() {
    var supervision = Supervision()
    for _ in 0..<9 { _ = pause(&supervision, at: nil, .status(0)) }
    guard case .fails(let failure) = supervision.died(.status(0), at: nil, now: now) else {
      Issue.record("expected a failure")
      return
    }
    #expect(failure.message.hasSuffix("with exit code 0 before its stream had an end"))
  }

  @Test func `who has come further begins anew`() {
    var supervision = Supervision()
    for _ in 0..<8 { _ = pause(&supervision, at: mark) }
    #expect(pause(&supervision, at: mark + 60_000) == 100)
    #expect(pause(&supervision, at: mark + 60_000) == 200)
    // It was cut back: that is another place.
    #expect(pause(&supervision, at: mark) == 100)
  }

  @Test(arguments: [64, 65, 66, 70, 76, 77, 78])
  func `some codes say that the next time would be the same`(code: Int32) {
    var supervision = Supervision()
    guard case .fails(let failure) = supervision.died(.status(code), at: mark, now: now) else {
      Issue.record("expected a failure")
      return
    }
    #expect(failure.exitStatus.rawValue == code)
    #expect(failure.message.contains("exit code \(code)"))
  }

  @Test func `a definite end is told in the words of the child`() {
    var supervision = Supervision()
    let words = "sf-ingest: error: cannot open 'x.csv': No such file or directory"
    #expect(
      supervision.died(.status(66), at: nil, now: now, saying: words)
        == .fails(
          .init(.noInput, "it ended with exit code 66, no such input: \(words)")))
  }

  @Test(arguments: [69, 75] as [Int32])
  func `who lacks a service is started for as long as it takes`(code: Int32) {
    var supervision = Supervision()
    let pauses = (0..<40).map { _ in pause(&supervision, at: mark, .status(code)) }
    #expect(pauses.prefix(3) == [100, 200, 400] && pauses.last == 30_000)
    // Deaths of its own count as ever.
    let deaths = (0..<10).map { _ in pause(&supervision, at: mark) }
    #expect(deaths == [Int64?](repeating: 30_000, count: 9) + [nil])
    var impatient = Supervision(waitsForServices: false)
    #expect((0..<10).map { _ in pause(&impatient, at: mark, .status(code)) }.last == .some(nil))
  }

  @Test(arguments: [0, 1, 2, 69, 73, 74, 75, 127, 130, 143])
  func `others do not`(code: Int32) {
    var supervision = Supervision()
    #expect(pause(&supervision, at: mark, .status(code)) == 100)
  }
}
