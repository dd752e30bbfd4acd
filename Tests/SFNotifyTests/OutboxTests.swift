import Foundation
import SFCore
import SFTestSupport
import SFTransport
import Testing

import SFNotify

/// Notifiers over real sockets, to servers that behave badly.
@Suite struct OutboxTests {
  enum Fault: String, CaseIterable, Sendable {
    case tooMany, broken, hanging, closing, cut

    /// Whether a message may have come all the same.
    var isUncertain: Bool { self != .tooMany && self != .broken }
  }

  /// Bad for three requests, then well: nothing is lost, in order, and where the server said no, once.
  @Test(arguments: Fault.allCases) func nothingIsLost(_ fault: Fault) throws {
    let place = try NotifierPlace()
    let release = DispatchSemaphore(value: 0)
    let server = try LocalServer { request in
      guard request.number < 3 else { return ServerReply("{\"ok\":true}") }
      switch fault {
      case .tooMany:
        return ServerReply(
          "{\"ok\":false,\"description\":\"Too Many Requests\",\"parameters\":{\"retry_after\":7}}",
          status: 429, headers: [("Retry-After", "7")])
      case .broken: return ServerReply("bot\(NotifierPlace.token)", status: 500)
      case .hanging:
        release.wait()
        return ServerReply("late", delivery: .silence)
      case .closing: return ServerReply("", delivery: .silence)
      case .cut: return ServerReply("{\"ok\":true}", delivery: .cut(after: 3))
      }
    }
    let outbox = try Outbox(
      [try place.telegram(server)], pace: NotifierPlace.pace, say: place.say)
    for number in 0..<30 {
      outbox.post(NotifierPlace.notice(number))
      usleep(2_000)
    }
    outbox.close()
    for _ in 0..<3 { release.signal() }
    let told = server.requests.dropFirst(3).flatMap { NotifierPlace.numbers($0.body) }
    #expect(told == Array(0..<30))
    #expect(server.requests.allSatisfy { $0.path == "/bot\(NotifierPlace.token)/sendMessage" })
    #expect(place.said.count == 2, "\(place.said)")
    #expect(!place.said.joined().contains("secret"), "\(place.said)")
  }

  @Test func aServerThatIsAwayIsWaitedFor() throws {
    let place = try NotifierPlace()
    let first = try LocalServer { _ in ServerReply("ok") }
    let port = first.port
    let spec = "slack:url=\(try place.file("hook", "\(first.url)/services/T0/B0/secret"))"
    first.stop()
    let outbox = try Outbox(
      [try Notifiers.catalog.make(spec).0], pace: NotifierPlace.pace, say: place.say)
    for number in 0..<10 { outbox.post(NotifierPlace.notice(number)) }
    while place.said.isEmpty { usleep(1_000) }
    var server: LocalServer?
    while server == nil {
      usleep(1_000)
      // The port is free once the thread of the first server has ended.
      server = try? LocalServer(port: port) { _ in ServerReply("ok") }
    }
    outbox.close()
    // What Slack takes for marks of its own is written out.
    let bodies = (server?.requests ?? []).map { String(decoding: $0.body, as: UTF8.self) }
    #expect(bodies.joined().contains("number &lt;0&gt;"))
    #expect((0..<10).allSatisfy { bodies.joined().contains("number &lt;\($0)&gt;") })
    #expect(!place.said.joined().contains("secret"), "\(place.said)")
  }

  /// One notifier hangs for good: the others get all, and whoever posts is not held up.
  @Test func oneThatHangsHoldsUpNobody() throws {
    let place = try NotifierPlace()
    let release = DispatchSemaphore(value: 0)
    let bad = try LocalServer { _ in
      release.wait()
      return ServerReply("", delivery: .silence)
    }
    let good = try LocalServer { _ in ServerReply("") }
    var pace = NotifierPlace.pace
    pace.patience = .seconds(30)
    pace.grace = .milliseconds(300)
    let outbox = try Outbox(
      [
        try place.telegram(bad),
        try Notifiers.catalog.make("webhook:url=\(good.url)/in,level=warning").0,
      ], pace: pace, say: place.say)
    for number in 0..<5_000 { outbox.post(NotifierPlace.notice(number)) }
    outbox.close()
    for _ in 0..<64 { release.signal() }
    let bodies = good.requests.map { String(decoding: $0.body, as: UTF8.self) }
    // The newest are there, and the rest was said to be left out.
    #expect(bodies.joined().contains("number <4999>"))
    let told = good.requests.flatMap { NotifierPlace.numbers($0.body) }
    #expect(Set(told).count > 150)
    #expect(place.said.contains { $0.hasPrefix("telegram did not take 200 notices (200 warning)") })
  }

  @Test func whatIsRefusedIsSaidWithoutItsSecrets() throws {
    let place = try NotifierPlace()
    let server = try LocalServer { request in
      ServerReply(
        "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized \(request.path)\"}",
        status: 401)
    }
    let token = try place.file("bearer", "secret-bearer")
    let outbox = try Outbox(
      [
        try place.telegram(server),
        try Notifiers.catalog.make("webhook:url=\(server.url)/in,token=\(token)").0,
      ], pace: NotifierPlace.pace, say: place.say)
    outbox.post(NotifierPlace.notice(1))
    outbox.close()
    #expect(
      place.said.sorted() == [
        "telegram did not take 1 notice (1 warning): HTTP 401: Unauthorized /bot…/sendMessage",
        "webhook did not take 1 notice (1 warning): HTTP 401: Unauthorized /in",
      ])
    #expect(server.requests.contains { $0.headers["authorization"] == "Bearer secret-bearer" })
  }

  @Test func aCommandFindsTheMessageAtItsInput() throws {
    let place = try NotifierPlace()
    let line =
      "test -e \(place.directory)/ready && cat >> \(place.directory)/got || { touch \(place.directory)/ready; exit 3; }"
    let outbox = try Outbox(
      [try Notifiers.catalog.make("command:run=\(line)").0], pace: NotifierPlace.pace,
      say: place.say)
    outbox.post(NotifierPlace.notice(7))
    outbox.close()
    let got = try String(contentsOfFile: "\(place.directory)/got", encoding: .utf8)
    #expect(got == "WARNING run-a 1970-01-01 00:00:07 UTC\nnumber <7>\n")
    #expect(
      place.said == [
        "command does not take a message: the command ended with status 3; it is tried again",
        "command takes messages again, after 1 failure",
      ])
  }

  @Test func aCommandThatHangsIsEnded() throws {
    let place = try NotifierPlace()
    var pace = NotifierPlace.pace
    pace.patience = .milliseconds(50)
    pace.grace = .milliseconds(400)
    let outbox = try Outbox(
      [try Notifiers.catalog.make("command:run=sleep 1000").0], pace: pace, say: place.say)
    outbox.post(NotifierPlace.notice(7))
    outbox.close()
    #expect(
      place.said.first
        == "command does not take a message: the command did not end in time; it is tried again")
    #expect(place.said.last?.hasPrefix("command did not take 1 notice") == true)
  }

  @Test func secretsThatOthersCanReadAreRefused() throws {
    let place = try NotifierPlace()
    let open = try place.file("open", NotifierPlace.token, mode: 0o644)
    #expect(
      throws: StageError(
        .refused, "cannot use the token in '\(open)': others can read it", help: "chmod 600 \(open)"
      )
    ) { try Notifiers.catalog.make("telegram:token=\(open),chat=1").0.open() }
    let two = try place.file("two", "a\nb")
    #expect(throws: StageError.self) {
      try Notifiers.catalog.make("telegram:token=\(two),chat=1").0.open()
    }
    #expect(throws: TransportError.self) {
      try Notifiers.catalog.make("slack:url=\(place.directory)/none").0.open()
    }
    let word = try place.file("word", "hello")
    #expect(throws: StageError.self) {
      try Notifiers.catalog.make("telegram:token=\(word),chat=1").0.open()
    }
  }

  @Test(arguments: [
    "telegram:token=t,chat=ann", "telegram:token=t,chat=1,address=http://example.org",
    "slack:url=https://hooks.slack.com/services/T/B/X", "webhook:url=http://example.org/",
    "webhook:url=https://me:pw@example.org/", "webhook:url=https://example.org/?token=x",
    "webhook:url=http://127.0.0.1:80@example.org/", "webhook:url=ftp://x", "command:level=info",
    "webhook:url=https://example.org,level=fatal", "mail:to=me",
  ]) func whatCannotBeMeantIsRefused(_ spec: String) {
    #expect(throws: ConfigurationError.self) { try Notifiers.catalog.make(spec) }
  }

  @Test func aHeartbeatIsAskedForAndItsPathIsInNoSentence() throws {
    let place = try NotifierPlace()
    let server = try LocalServer { request in
      ServerReply("", status: request.number == 0 ? 503 : 200)
    }
    let heart = try Heartbeat(
      url: "\(server.url)/ping/secret", every: .milliseconds(20), say: place.say)
    while place.said.count < 2 {
      heart.beat(healthy: true)
      usleep(2_000)
    }
    heart.close()
    #expect(
      place.said == [
        "the heartbeat is not answered: HTTP 503", "the heartbeat is answered again",
      ])
    let count = server.requests.count
    heart.beat(healthy: true)
    #expect(server.requests.count == count)
  }
}
