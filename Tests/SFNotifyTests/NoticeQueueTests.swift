import SFCore
import SFRun
import SFTestSupport
import Testing

import SFNotify

/// The value that decides what is sent and when, under a clock that a test moves.
@Suite struct NoticeQueueTests {
  private static func notice(_ number: Int, _ level: NoticeLevel = .warning) -> Notice {
    Notice(
      session: "run-a", level: level, text: "number \(number)",
      at: Timestamp(milliseconds: Int64(number) * 1_000))
  }

  private static func second(_ count: Int64) -> Moment {
    Moment(nanoseconds: count * 1_000_000_000)
  }

  private static func sent(_ queue: inout NoticeQueue, at moment: Moment) -> NoticeMessage? {
    guard case .send(let message) = queue.next(at: moment).action else { return nil }
    return message
  }

  @Test func theFirstGoesAtOnceAndTheRestIsSummedUpInAMinute() {
    var queue = NoticeQueue(.info, mostUnits: 4_096, NoticePace())
    for number in 0..<3 { queue.post(Self.notice(number), at: Self.second(0)) }
    let first = Self.sent(&queue, at: Self.second(0))
    #expect(first?.notices.count == 3)
    #expect(queue.ended(.delivered, at: Self.second(1)) == [])
    queue.post(Self.notice(3), at: Self.second(2))
    queue.post(Self.notice(4), at: Self.second(3))
    #expect(queue.next(at: Self.second(3)).action == .wait(until: Self.second(61)))
    let second = Self.sent(&queue, at: Self.second(61))
    #expect(
      second?.text == """
        2 notices

        WARNING run-a 1970-01-01 00:00:03 UTC
        number 3

        WARNING run-a 1970-01-01 00:00:04 UTC
        number 4
        """)
  }

  @Test func levelsBelowAreNotTaken() {
    var queue = NoticeQueue(.error, mostUnits: 4_096, NoticePace())
    queue.post(Self.notice(0, .warning), at: Self.second(0))
    #expect(queue.count == 0)
    queue.post(Self.notice(1, .error), at: Self.second(0))
    #expect(queue.count == 1)
  }

  @Test func aServerThatAsksForStillnessIsLeftAlone() {
    var queue = NoticeQueue(.info, mostUnits: 4_096, NoticePace())
    queue.post(Self.notice(0), at: Self.second(0))
    _ = Self.sent(&queue, at: Self.second(0))
    let news = queue.ended(.again(reason: "HTTP 429", after: .seconds(37)), at: Self.second(1))
    #expect(news == [.fails(reason: "HTTP 429")])
    #expect(queue.next(at: Self.second(37)).action == .wait(until: Self.second(38)))
    #expect(Self.sent(&queue, at: Self.second(38))?.notices == [Self.notice(0)])
    #expect(queue.ended(.delivered, at: Self.second(39)) == [.works(failures: 1)])
  }

  @Test func pausesDoubleUpToTheLongest() {
    let pace = NoticePace()
    #expect(
      [1, 2, 3, 9, 10, 99].map { pace.pause(after: $0).milliseconds }
        == [1_000, 2_000, 4_000, 256_000, 300_000, 300_000])
  }

  @Test func whatIsRefusedIsLostAndSaid() {
    var queue = NoticeQueue(.info, mostUnits: 4_096, NoticePace())
    queue.post(Self.notice(0, .error), at: Self.second(0))
    _ = Self.sent(&queue, at: Self.second(0))
    let news = queue.ended(.refused(reason: "HTTP 401: Unauthorized"), at: Self.second(0))
    #expect(
      news.map { $0.sentence("telegram") }
        == ["telegram did not take 1 notice (1 error): HTTP 401: Unauthorized"])
    queue.post(Self.notice(1), at: Self.second(5))
    let message = Self.sent(&queue, at: Self.second(5))
    #expect(
      message?.text.hasPrefix(
        "Left out before, since there was no way to send them: 1 error\n\nWARNING") == true)
  }

  @Test func whatIsTooOldIsLostAndSaid() {
    var queue = NoticeQueue(.info, mostUnits: 4_096, NoticePace())
    queue.post(Self.notice(0), at: Self.second(0))
    _ = Self.sent(&queue, at: Self.second(0))
    _ = queue.ended(.again(reason: "away", after: nil), at: Self.second(0))
    let (action, news) = queue.next(at: Self.second(86_400))
    #expect(action == .wait(until: .never))
    #expect(
      news.map { $0.sentence("slack") } == ["slack did not take 1 notice (1 warning): tried for 1d"]
    )
  }

  @Test func beyondItsRoomTheOldestOfTheLowestLevelIsLeftOut() {
    var pace = NoticePace()
    pace.most = 3
    var queue = NoticeQueue(.info, mostUnits: 4_096, pace)
    let levels: [NoticeLevel] = [.error, .info, .warning, .info, .error]
    for (number, level) in levels.enumerated() {
      queue.post(Self.notice(number, level), at: Self.second(0))
    }
    let message = Self.sent(&queue, at: Self.second(0))
    #expect(message?.notices.map(\.text) == ["number 0", "number 2", "number 4"])
    #expect(message?.text.contains("2 info") == true)
  }

  @Test func aMessageHasNoMoreUnitsThanItMay() {
    let long = Notice(
      session: "run-a", level: .error, text: String(repeating: "🙂", count: 5_000), at: .earliest)
    for most in [200, 1_000, 4_096] {
      let message = NoticeMessage([long, Self.notice(1)], leftOut: LeftOut(), most: most)
      #expect(message.text.utf16.count <= most)
      #expect(message.notices == [long])
      #expect(message.text.hasSuffix("… (cut)"))
    }
  }

  @Test func theEndSendsWhatIsLeftAndWaitsNoLongerThanItsGrace() {
    var queue = NoticeQueue(.info, mostUnits: 4_096, NoticePace())
    queue.post(Self.notice(0), at: Self.second(0))
    _ = Self.sent(&queue, at: Self.second(0))
    _ = queue.ended(.delivered, at: Self.second(0))
    queue.post(Self.notice(1), at: Self.second(1))
    queue.close(at: Self.second(2))
    #expect(Self.sent(&queue, at: Self.second(2))?.notices == [Self.notice(1)])
    _ = queue.ended(.again(reason: "HTTP 500", after: .seconds(90)), at: Self.second(3))
    #expect(queue.next(at: Self.second(3)).action == .wait(until: Self.second(7)))
    let (action, news) = queue.next(at: Self.second(7))
    #expect(action == .over)
    #expect(news.count == 1)
  }

  /// Random notices and answers, against an auditor that knows what was posted: in order, once each
  /// where no answer was uncertain, no more often than once a minute, and what is missing was said.
  @Test(arguments: 0..<40) func whatIsToldIsWhatWasPosted(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var pace = NoticePace()
    pace.most = 12
    var queue = NoticeQueue(.info, mostUnits: 600, pace)
    var now = Self.second(0)
    var (posted, told, lost) = (0, [Int](), 0)
    var lastDelivery: Moment?
    for _ in 0..<600 {
      now = now + .milliseconds(Int.random(in: 0...40_000, using: &random))
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        queue.post(
          Self.notice(posted, NoticeLevel.allCases.randomElement(using: &random)!), at: now)
        posted += 1
      }
      guard let message = Self.sent(&queue, at: now) else { continue }
      #expect(message.text.utf16.count <= 600)
      if Bool.random(using: &random) {
        queue.post(Self.notice(posted), at: now)
        posted += 1
      }
      switch Int.random(in: 0..<4, using: &random) {
      case 0: _ = queue.ended(.again(reason: "HTTP 500", after: nil), at: now)
      case 1: _ = queue.ended(.refused(reason: "HTTP 400"), at: now)
      default:
        if let lastDelivery { #expect(now.since(lastDelivery) >= pace.apart) }
        lastDelivery = now
        _ = queue.ended(.delivered, at: now)
        told += message.notices.compactMap { Int($0.text.split(separator: " ")[1]) }
        lost += message.leftOut.total
      }
      #expect(queue.count <= pace.most)
    }
    #expect(told == told.sorted() && Set(told).count == told.count)
    // One more, which says what was lost meanwhile.
    while queue.count > 0 || lost + told.count < posted {
      now = now + .seconds(400)
      if queue.count == 0 {
        queue.post(Self.notice(posted), at: now)
        posted += 1
      }
      guard let message = Self.sent(&queue, at: now) else { continue }
      _ = queue.ended(.delivered, at: now)
      told += message.notices.compactMap { Int($0.text.split(separator: " ")[1]) }
      lost += message.leftOut.total
    }
    #expect(told.count + lost == posted)
    #expect(told == told.sorted())
  }
}
