import Foundation
import SFCore
import SFTestSupport
import SFTransport
import Testing

/// What people are told by the tool itself, over real sockets.
@Suite struct MonitorMessagesTests {
  /// A server that takes whatever comes, and says it in its order.
  private static func taking() throws -> LocalServer { try LocalServer { _ in ServerReply("{}") } }

  /// An equity and its mark; the drawdown decides what is raised.
  private static func mark(_ ts: String, _ drawdown: Double) -> String {
    """
    {"type":"equity","ts":"\(ts)","equity":\(10_000 * (1 - drawdown)),"cash":1.0,"exposure":0.0,\
    "drawdown":\(drawdown),"open_positions":0,"buy_hold":10000.0}
    {"type":"mark","ts":"\(ts)"}

    """
  }

  @Test func `each change is said, also several of one block`() throws {
    let (place, server) = (try MonitorPlace(), try Self.taking())
    let drawdowns = [0.0, 0.2, 0.0, 0.3, 0.3, 0.0]
    let text = drawdowns.enumerated().map {
      Self.mark("2026-01-05T00:0\($0.offset):00.000Z", $0.element)
    }
    .joined()
    let result = try Shell.run(
      "sf-monitor -q --alert drawdown:max=0.1 --notify webhook:url=\(server.url)/hook",
      input: text, in: place.url)
    #expect(result.status == 0, "\(result.error)")
    let states = result.output.matches(of: /"ts":"[^"]*T00:0(\d)[^"]*".*"state":"(\w+)"/)
      .map { "\($0.1) \($0.2)" }
    #expect(states == ["1 raised", "2 cleared", "3 raised", "5 cleared"])
    let told = server.requests.map { String(decoding: $0.body, as: UTF8.self) }.joined()
    let texts = told.matches(of: /"text":"drawdown: ([^\\"]*)/).map { String($0.1.prefix(10)) }
    #expect(texts == ["the equity", "no longer:", "the equity", "no longer:"])
    // How things stand, in the order in which one asks at night.
    let order = ["Open: nothing", "Protected:", "Unknown:", "Mode:", "The exchange", "To do:"]
    let places = order.compactMap { told.firstRange(of: $0)?.lowerBound }
    #expect(places.count == order.count && places == places.sorted())
  }

  @Test func `a day is reported when it is over, and the sign of life is given`() throws {
    let (place, server, pipe) = (try MonitorPlace(), try Self.taking(), try SFTransport.Pipe())
    let monitor = try MonitorProcess(
      [
        "-q", "--alert", "drawdown:max=0.1", "--notify", "webhook:url=\(server.url)/hook",
        "--daily", "00:05", "--heartbeat", "\(server.url)/beat",
      ], in: place.url, input: pipe.reading)
    close(pipe.reading)
    let text =
      Self.mark("2026-01-05T12:00:00.000Z", 0) + Self.mark("2026-01-05T23:00:00.000Z", 0.01)
      + Self.mark("2026-01-06T00:04:00.000Z", 0) + Self.mark("2026-01-06T00:05:00.000Z", 0)
    try FileHandle(fileDescriptor: pipe.writing).write(contentsOf: Data(text.utf8))
    func asked(_ path: String) -> [ServerRequest] { server.requests.filter { $0.path == path } }
    while asked("/hook").isEmpty || asked("/beat").isEmpty { usleep(5_000) }
    close(pipe.writing)
    let report = String(decoding: try #require(asked("/hook").first).body, as: UTF8.self)
    #expect(report.contains("Report of 2026-01-05 for "))
    #expect(report.contains("Equity: 9900.00 (-1.00 %)"))
    #expect(monitor.stop() == 130 || monitor.said.isEmpty)
    #expect(asked("/hook").count == 1)
  }

  @Test func `a listed chat asks and commands, and is answered with what was read back`() throws {
    let (place, chat) = (try MonitorPlace(), TelegramChat())
    let server = try LocalServer { chat.reply($0) }
    try place.session()
    try place.secret("token", "7654321:AAH-secret_of_the_bot\n")
    let monitor = try MonitorProcess(
      [
        "run", "--alert", "reconcile", "--control", "--notify",
        "telegram:token=token,chat=42,address=\(server.url)",
      ], in: place.url)
    func answer(_ text: String) -> String {
      let count = chat.said.count
      chat.write(text)
      return chat.wait(after: count)
    }
    // It is asked before it has read all.
    var position: String?
    while position == nil {
      position = answer("/positions").firstMatch(of: /(\d+-\d+): BTCUSDT/).map { String($0.1) }
    }
    let id = try #require(position)
    func command(_ text: String) -> String {
      let code = answer(text).firstMatch(of: /write (\d{4})/).map { String($0.1) }
      return answer(code ?? "no code")
    }
    #expect(chat.said.last?.contains("tp_sl.stop_loss ") == true)
    #expect(answer("/status").contains("Open: 2 positions"))
    #expect(answer("/balance").contains("Equity: "))
    #expect(answer("/profit").contains("round trips"))
    #expect(answer("/daily").contains("Report of 2024-01-0"))
    #expect(command("/reduce").contains("reduce run: it stands in the ledger"))
    #expect(command("/exit \(id)").contains("exit \(id): it stands in the ledger"))
    #expect(command("/exit 1-1").contains("not done: there is no open position '1-1'"))
    #expect(command("/flatten").components(separatedBy: "it stands in the ledger").count == 3)
    #expect(monitor.stop() == 130)
    #expect(!monitor.said.contains("secret"))
    let words = try Shell.run("sf-broker status run", in: place.url).output
    #expect(words.contains("reduce") && words.components(separatedBy: "telegram ann").count == 5)
  }
}
