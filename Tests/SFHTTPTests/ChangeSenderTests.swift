import Foundation
import SFHTTP
import SFRun
import SFTestSupport
import Testing

/// Changes over a real wire: each is sent once, whatever happens to it.
@Suite struct ChangeSenderTests {
  /// Status 200 with the body `ok` says that it was done, 400 with `no` that it was not.
  private struct Proof: ChangeProof {
    func provesDone(_ answer: HTTPAnswer) -> Bool { answer.body == Array("ok".utf8) }
    func provesRefusal(_ answer: HTTPAnswer) -> Bool { answer.body == Array("no".utf8) }
  }

  private let clock = SystemClock()

  private func sender(_ certificates: String? = nil) throws -> ChangeSender {
    var options = HTTPOptions(agent: "tests")
    options.certificates = certificates
    return try ChangeSender(options, Proof(), stop: -1, clock)
  }

  private func send(
    _ url: String, method: Change.Method = .post, body: [UInt8] = Array("a=1".utf8),
    timeLimit: Int = 20_000, certificates: String? = nil
  ) throws -> ChangeOutcome {
    let sender = try sender(certificates)
    let change = Change(
      method, url: url, headers: [("X-Key", "k")], body: body, sizeLimit: 1_000,
      timeLimit: timeLimit)
    try sender.send(change, tag: 3)
    let (tag, outcome) = try #require(try sender.next(until: clock.now + .seconds(60)))
    #expect(tag == 3)
    return outcome
  }

  /// What it says of an outcome: `done`, `refused 400`, `unsent`, `unknown`.
  private func word(_ outcome: ChangeOutcome) -> String {
    switch outcome {
    case .done: "done"
    case .refused(.answer(let answer)): "refused \(answer.status)"
    case .refused(.unsent): "unsent"
    case .unknown: "unknown"
    }
  }

  @Test(arguments: [Change.Method.post, .put, .delete])
  func `is sent as it is`(method: Change.Method) throws {
    let server = try LocalServer { _ in ServerReply("ok") }
    let body = method == .delete ? [] : [UInt8](repeating: 65, count: 3 << 20)
    #expect(word(try send("\(server.url)/order?x=1", method: method, body: body)) == "done")
    let request = try #require(server.requests.first)
    #expect(request.method == method.rawValue && request.path == "/order")
    #expect(request.query == ["x": "1"] && request.body == body)
    #expect(request.headers["x-key"] == "k" && request.headers["expect"] == nil)
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [
    (200, "ok", "done"), (201, "ok", "done"), (200, "<html>", "unknown"), (200, "", "unknown"),
    (400, "no", "refused 400"), (400, "?", "unknown"), (409, "?", "unknown"),
    (417, "?", "unknown"), (500, "no", "unknown"), (503, "ok", "unknown"), (504, "", "unknown"),
  ])
  func `an answer proves what it says, and one of 5xx nothing`(
    status: Int, body: String, expected: String
  ) throws {
    let server = try LocalServer { _ in ServerReply(body, status: status) }
    #expect(word(try send(server.url)) == expected)
    #expect(server.requests.count == 1)
  }

  /// Executed and then not answered: what a client that sends again would do twice.
  @Test(arguments: [
    ServerReply.Delivery.silence, .cut(after: 1), .drip(milliseconds: 3_000),
  ])
  func `is not sent again where the answer does not come`(
    delivery: ServerReply.Delivery
  ) throws {
    let server = try LocalServer { _ in ServerReply("ok", delivery: delivery) }
    #expect(word(try send(server.url, timeLimit: 700)) == "unknown")
    #expect(server.requests.count == 1)
  }

  @Test func `an answer without end is unknown, and bounded`() throws {
    let server = try LocalServer { _ in ServerReply([UInt8](repeating: 65, count: 1 << 20)) }
    guard case .unknown(let reason) = try send(server.url) else {
      Issue.record("it is known")
      return
    }
    #expect(reason == "an answer of more than 1000 bytes" && server.requests.count == 1)
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `follows no redirect, not even to its host`(status: Int) throws {
    let server = try LocalServer { request in
      request.path == "/end"
        ? ServerReply("ok") : ServerReply("", status: status, headers: [("Location", "/end")])
    }
    #expect(word(try send("\(server.url)/begin")) == "unknown")
    #expect(server.requests.map(\.path) == ["/begin"])
  }

  /// A connection that was kept may be dead when it is used again, and libcurl then sends once more.
  @Test func `each has a connection of its own, which is closed behind it`() throws {
    let server = try LocalServer { request in
      // Each second one is executed, and its connection closed without a word.
      request.number % 2 == 1 ? ServerReply("", delivery: .silence) : ServerReply("ok")
    }
    let sender = try sender()
    var words: [String] = []
    for tag in 0..<6 {
      try sender.send(
        Change(.post, url: server.url, body: [65], sizeLimit: 10, timeLimit: 20_000), tag: tag)
      let (_, outcome) = try #require(try sender.next(until: .never))
      words.append(word(outcome))
    }
    #expect(words == ["done", "unknown", "done", "unknown", "done", "unknown"])
    #expect(server.requests.map(\.connection) == Array(0..<6))
  }

  @Test func `several under way do not mix`() throws {
    let server = try LocalServer { request in
      usleep(UInt32(20_000 * (4 - (Int(request.query["n"] ?? "") ?? 0))))
      let isBad = request.query["n"] == "2"
      return ServerReply(isBad ? "no" : "ok", status: isBad ? 400 : 200)
    }
    let sender = try sender()
    for tag in 0..<4 {
      try sender.send(
        Change(.post, url: "\(server.url)/?n=\(tag)", sizeLimit: 10, timeLimit: 20_000), tag: tag)
    }
    var words = [String](repeating: "", count: 4)
    for _ in 0..<4 {
      let (tag, outcome) = try #require(try sender.next(until: .never))
      words[tag] = word(outcome)
    }
    #expect(words == ["done", "done", "refused 400", "done"])
    #expect(Set(server.requests.map(\.connection)).count == 4)
  }

  // MARK: Unsent

  @Test func `without a connection it was not sent`() throws {
    let server = try LocalServer { _ in ServerReply("ok") }
    server.stop()
    #expect(word(try send(server.url)) == "unsent")
    #expect(word(try send("http://no-such-host.invalid/")) == "unsent")
  }

  @Test(.enabled(if: Shell.has("openssl"), "needs openssl"))
  func `without TLS that can be trusted it was not sent`() throws {
    let server = try LocalServer { _ in ServerReply("ok") }
    let certificates = try Certificates(for: ["localhost"])
    let tls = try Relay(.tls(name: "localhost", certificates), to: server.port)
    let url = "https://localhost:\(tls.port)/"
    #expect(word(try send(url)) == "unsent")
    #expect(server.requests.isEmpty)
    #expect(word(try send(url, certificates: certificates.authority)) == "done")
    #expect(server.requests.count == 1)
  }

  @Test func `what stops in mid-flight is not taken for an outcome`() throws {
    let server = try LocalServer { _ in ServerReply("ok", delivery: .drip(milliseconds: 100)) }
    let sender = try sender()
    try sender.send(Change(.post, url: server.url, sizeLimit: 10, timeLimit: 20_000), tag: 1)
    #expect(try sender.next(until: clock.now + .milliseconds(20))?.tag == nil)
    #expect(word(try #require(try sender.next(until: .never)).outcome) == "done")
  }
}
