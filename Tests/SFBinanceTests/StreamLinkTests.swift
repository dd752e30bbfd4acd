import SFCore
import Testing

import SFBinance

/// Connections of streams, by times in milliseconds.
@Suite struct StreamLinkTests {
  private static let day: Int64 = 86_400_000

  private func link(pages: Int = 1, seed: UInt64 = 1) -> StreamLink {
    StreamLink(update: 2_000, pages: pages, seed: seed)
  }

  @Test func `one connection, whose streams are asked for in pages`() {
    var link = link(pages: 3)
    #expect(link.act(at: 0) == [.open(1)] && !link.isLive)
    #expect(link.act(at: 10) == [])
    link.opened(1, at: 20)
    #expect(link.act(at: 20) == [.subscribe(1, page: 0)])
    #expect(link.wake(at: 20) == 320)
    #expect(link.act(at: 320) == [.subscribe(1, page: 1)])
    #expect(link.act(at: 620) == [.subscribe(1, page: 2)])
    #expect(link.heard(1, at: 700) == [] && link.isLive)
    #expect(link.act(at: 700) == [] && link.wake(at: 700) == 6_700)
  }

  @Test func `a silent one is dead although it stands, and the next comes after a pause`() {
    var link = link()
    _ = link.act(at: 0)
    link.opened(1, at: 0)
    _ = link.act(at: 0)
    _ = link.heard(1, at: 1_000)
    #expect(link.act(at: 6_999) == [] && link.isLive)
    #expect(link.act(at: 7_000) == [.close(1)] && !link.isLive)
    let next = link.wake(at: 7_000)
    #expect((7_250...7_500).contains(next))
    #expect(link.act(at: next) == [.open(2)])
    // Said of the one that is given up, it is for nothing.
    link.opened(1, at: next)
    #expect(link.heard(1, at: next) == [] && !link.isLive)
  }

  @Test func `who is cut off again and again waits twice as long each time, up to 30 s`() {
    var link = link(seed: 7)
    var now: Int64 = 0
    var pauses: [Int64] = []
    for id in 1...10 {
      #expect(link.act(at: now) == [.open(id)])
      link.closed(id, at: now)
      let next = link.wake(at: now)
      pauses.append(next - now)
      now = next
    }
    for (bound, pause) in zip([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000], pauses) {
      #expect((Int64(bound / 2)...Int64(bound)).contains(pause))
    }
    // What is heard ends the count.
    _ = link.act(at: now)
    link.opened(11, at: now)
    _ = link.heard(11, at: now)
    link.closed(11, at: now)
    #expect(link.wake(at: now) - now <= 500)
  }

  @Test(arguments: [true, false])
  func `a second one takes over before the first ends`(isTold: Bool) {
    var link = link()
    _ = link.act(at: 0)
    link.opened(1, at: 0)
    _ = link.act(at: 0)
    var now: Int64 = isTold ? 60_000 : 23 * 3_600_000
    _ = link.heard(1, at: now - 1)
    #expect(link.act(at: now - 1) == [])
    if isTold { link.isEnding(1) }
    #expect(link.act(at: now) == [.open(2)])
    now += 100
    link.opened(2, at: now)
    #expect(link.act(at: now) == [.subscribe(2, page: 0)])
    #expect(link.heard(1, at: now) == [])
    #expect(link.heard(2, at: now + 50) == [.close(1)] && link.isLive)
    #expect(link.act(at: now + 60) == [])
  }

  @Test func `where the second does not come about, the first goes on, and another is tried`() {
    var link = link()
    _ = link.act(at: 0)
    link.opened(1, at: 0)
    _ = link.act(at: 0)
    _ = link.heard(1, at: 59_000)
    link.isEnding(1)
    #expect(link.act(at: 60_000) == [.open(2)])
    link.closed(2, at: 60_000)
    #expect(link.isLive)
    let next = link.wake(at: 60_000)
    #expect((60_250...60_500).contains(next) && link.act(at: next) == [.open(3)])
  }

  @Test(arguments: UInt64(0)..<8)
  func `never more than 300 in five minutes, and never long without`(seed: UInt64) {
    var link = link(seed: seed)
    var random = SplitMix64(state: seed ^ 99)
    var now: Int64 = 0
    var opened: [Int64] = []
    var standing: Set<Int> = []
    while now < Self.day / 12 {
      for action in link.act(at: now) {
        switch action {
        case .open(let id):
          opened.append(now)
          standing.insert(id)
          if random.below(2) == 0 { link.opened(id, at: now) }
        case .close(let id): standing.remove(id)
        case .subscribe: break
        }
      }
      #expect(standing.count <= 2)
      for id in standing.sorted() {
        switch random.below(8) {
        case 0:
          link.closed(id, at: now)
          standing.remove(id)
        case 1: link.isEnding(id)
        case 2, 3:
          for case .close(let old) in link.heard(id, at: now) { standing.remove(old) }
        default: break
        }
      }
      let wake = link.wake(at: now)
      let crowded = opened.count < 300 ? 0 : opened[opened.count - 300] + 300_000
      #expect(!standing.isEmpty || wake <= max(now + 30_000, crowded))
      now = max(now + 1, min(wake, now + Int64(random.below(400))))
    }
    for (first, later) in zip(opened, opened.dropFirst(300)) { #expect(later - first >= 300_000) }
    #expect(opened.count > 300)
  }
}
