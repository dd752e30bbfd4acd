import SFCore
import SFFetch
import SFRun
import Testing

@Suite struct FetchClientTests {
  private let hello = FetchReply.Hello(
    journal: "j", header: Array("{}\n".utf8), floor: nil, head: nil, isEnded: false)
  private let mark: Timestamp = "2026-01-05T09:31:00.000Z"

  private func at(_ milliseconds: Int) -> Moment {
    Moment(nanoseconds: Int64(milliseconds) * 1_000_000)
  }

  /// A client that has heard who the producer is.
  private func greeted() throws -> FetchClient {
    var client = FetchClient()
    #expect(client.next(at(0)) == .send(.hello(id: "1")))
    #expect(try client.take(.hello(id: "1", hello)) == .header(hello))
    return client
  }

  private func wanted(_ behind: Timestamp?) -> FetchRequest.Wanted {
    .init(journal: "j", behind: behind, most: 65_536, patience: .milliseconds(500))
  }

  @Test func `greets, then fetches mark by mark to the end`() throws {
    var client = try greeted()
    #expect(client.next(at(1)) == .send(.fetch(id: "2", wanted(nil))))
    #expect(try client.take(.steps(id: "2", upTo: mark, [1])) == .steps([1], upTo: mark))
    #expect(client.position == mark)
    #expect(client.next(at(2)) == .send(.fetch(id: "3", wanted(mark))))
    #expect(try client.take(.steps(id: "3", upTo: mark, [])) == .nothing)
    #expect(client.next(at(3)) == .send(.fetch(id: "4", wanted(mark))))
    #expect(try client.take(.end(id: "4", [2])) == .end([2]))
    #expect(client.isEnded && client.next(at(4)) == .wait(until: .never))
  }

  @Test func `waits one second, then two, then five, each on a new socket`() throws {
    var client = try greeted()
    var now = 0
    _ = client.next(at(now))
    for patience in [1_000, 2_000, 5_000, 5_000] {
      #expect(client.next(at(now + patience - 1)) == .wait(until: at(now + patience)))
      now += patience
      #expect(client.next(at(now)) == .reconnect)
      guard case .send(.fetch) = client.next(at(now)) else {
        Issue.record("expected the question once more")
        return
      }
    }
  }

  @Test func `says once for whom it waits, and that it came`() throws {
    var client = FetchClient()
    var news: [String] = []
    func note(_ at: Int) {
      if let new = client.takeNews() { news.append("\(at) \(new)") }
    }
    for now in stride(from: 0, through: 20_000, by: 500) {
      while case .reconnect = client.next(at(now)) {}
      note(now)
    }
    #expect(news == ["3000 awaited"])
    // The last question was sent at one of these moments.
    for id in 1...9 { _ = try client.take(.hello(id: String(id), hello)) }
    note(20_000)
    #expect(news == ["3000 awaited", "20000 came"])
    _ = client.next(at(20_100))
    note(20_100)
    #expect(news.count == 2)
  }

  @Test func `is patient again once it has heard something`() throws {
    var client = FetchClient()
    _ = client.next(at(0))
    #expect(client.next(at(1_000)) == .reconnect)
    #expect(client.next(at(1_000)) == .send(.hello(id: "2")))
    _ = try client.take(.hello(id: "2", hello))
    _ = client.next(at(1_500))
    #expect(client.next(at(1_600)) == .wait(until: at(2_500)))
  }

  @Test func `drops replies to older questions`() throws {
    var client = try greeted()
    _ = client.next(at(0))
    _ = client.next(at(1_000))
    _ = client.next(at(1_000))
    #expect(try client.take(.steps(id: "2", upTo: mark, [1])) == .nothing)
    #expect(try client.take(.steps(id: "3", upTo: mark, [1])) == .steps([1], upTo: mark))
    #expect(try client.take(.steps(id: "3", upTo: mark, [1])) == .nothing)
  }

  @Test func `goes on behind the mark that it was given`() throws {
    var client = FetchClient(journal: "j", behind: mark)
    #expect(client.next(at(0)) == .send(.hello(id: "1")))
    _ = try client.take(.hello(id: "1", hello))
    #expect(client.next(at(1)) == .send(.fetch(id: "2", wanted(mark))))
  }

  @Test func `another journal than the one it followed is refused`() throws {
    var client = FetchClient(journal: "k", behind: mark)
    _ = client.next(at(0))
    let error = #expect(throws: FetchError.self) { try client.take(.hello(id: "1", hello)) }
    #expect(error?.exitStatus == .protocolMismatch)
    #expect(error?.message.contains("it is journal j, expected k") == true)
  }

  @Test func `what is gone, or reset, is refused`() throws {
    for (reply, reason) in [
      (FetchReply.gone(id: "2", floor: mark), "its first mark is \(mark)"),
      (.reset(id: "2", reason: "no"), ": no"),
    ] {
      var client = try greeted()
      _ = client.next(at(0))
      let error = #expect(throws: FetchError.self) { try client.take(reply) }
      #expect(error?.exitStatus == .protocolMismatch && error?.message.hasSuffix(reason) == true)
    }
  }
}
