import Foundation
import SFTestSupport
import Testing

/// The page in a real browser, beside a session that runs.
@Suite(.enabled(if: Shell.has("chromium", "python3"), "needs chromium: bin/setup --tests"))
struct MonitorPageTests {
  private static let token = "0123456789abcdef0123"

  private func visit(
    _ monitor: MonitorProcess, _ page: String, width: Int = 1_280, _ steps: [Browser.Step]
  ) throws -> Browser.Visit {
    do {
      return try Browser.visit(try #require(URL(string: page)), width: width, steps)
    } catch let failed as Browser.Failed {
      throw Browser.Failed(text: "\(failed.text)\nsf-monitor: \(monitor.said)")
    }
  }

  private static func figure(_ name: String) -> String {
    "([...document.querySelectorAll('#figures dt')].find((title) => title.textContent === '\(name)') "
      + "|| {nextSibling: {textContent: ''}}).nextSibling.textContent"
  }

  /// What the page is drawn in: dark on light, or light on dark.
  private static let scheme = """
    ((shade) => shade('backgroundColor') > shade('color') ? 'light' : 'dark')((name) =>
      getComputedStyle(document.body)[name].match(/[0-9.]+/g).slice(0, 3)
        .reduce((sum, part) => sum + Number(part), 0))
    """
  private static let isWithin = "document.documentElement.scrollWidth <= innerWidth"

  /// Looks at width and scheme; a picture is taken where MONITOR_PICTURES names a directory.
  private func look(_ name: String) -> [Browser.Step] {
    let read = [Browser.Step.read(Self.isWithin), .read(Self.scheme)]
    guard let pictures = ProcessInfo.processInfo.environment["MONITOR_PICTURES"] else {
      return read
    }
    return read + [.screenshot("\(pictures)/\(name).png")]
  }

  @Test func `values change while a session runs, and nothing else is asked for`() throws {
    let place = try MonitorPlace()
    let session = try HaltedSession(in: place.url, atMark: 300)
    let monitor = try MonitorProcess(["run", "--listen", "127.0.0.1:0"], in: place.url)
    let address = try #require(monitor.address(), "\(monitor.said)")
    let (mark, equity) = (Self.figure("Mark"), Self.figure("Equity"))
    let steps =
      [
        Browser.Step.until(
          "\(mark) === '2024-01-04 03:00:00' && (window.before = \(equity)).length > 1"),
        .read(Self.figure("State")), .read("window.before"), .run(session.release),
        .until(
          """
          \(mark) === '2024-01-05 04:00:00' && \(Self.figure("State")) === 'ended' &&
          \(equity) !== window.before &&
          document.querySelector('#positions').textContent.includes('BTCUSDT')
          """),
        .read(equity), .read("document.querySelector('#positions').textContent"),
      ] + look("desktop-light") + [.scheme("dark")] + look("desktop-dark") + [
        .open(try #require(URL(string: address + "/")), width: 390),
        .until("\(mark) === '2024-01-05 04:00:00'"),
      ] + look("phone-dark") + [.scheme("light")] + look("phone-light") + [
        .open(try #require(URL(string: address + "/daily")), width: 1_280),
        .read("document.body.textContent"),
      ]
    let visit = try visit(monitor, address + "/", steps)
    let read = visit.read
    try #require(read.count == 13)
    #expect(read[0] == "running")
    #expect(read[1] != read[2])
    #expect(read[3].contains("tp_sl.stop_loss") && read[3].contains("BTCUSDT"))
    #expect(
      read[4..<12] == ["true", "light", "true", "dark", "true", "dark", "true", "light"])
    #expect(read[12].contains("Round trips"))
    #expect(visit.errors == [])
    #expect(visit.requests.contains { $0.hasSuffix("/events") })
    for request in visit.requests {
      #expect(request.hasPrefix(address + "/") || request.hasPrefix("data:"), "\(request)")
    }
    #expect(session.end() == 0)
    #expect(monitor.stop() == 130)
  }

  @Test func `on a phone each word is within its card, however long it is`() throws {
    let place = try MonitorPlace()
    try place.sessionThatFails()
    let monitor = try MonitorProcess(["run", "--listen", "127.0.0.1:0"], in: place.url)
    let address = try #require(monitor.address(), "\(monitor.said)")
    // Tables of figures may be moved within their card; words are not to be looked for.
    let outside = """
      (() => {
        const cards = [...document.querySelectorAll('section')];
        const right = (node) => node.getBoundingClientRect().right;
        return cards.filter((card) => right(card) > innerWidth || [...card.querySelectorAll('td.text')]
          .some((cell) => right(cell) > right(card) || cell.scrollWidth > cell.clientWidth))
          .map((card) => card.id).join();
      })()
      """
    let texts = "[...document.querySelectorAll('#alerts td.text, #stages td.text')]"
    let visit = try visit(
      monitor, address + "/", width: 390,
      [
        .until("\(texts).filter((cell) => cell.textContent.includes('reason')).length === 2"),
        .read(outside),
      ] + look("phone-words"))
    #expect(visit.read == ["", "true", "light"])
    #expect(visit.errors == [])
    #expect(monitor.stop() == 130)
  }

  @Test func `a word needs the token and its own text`() throws {
    let place = try MonitorPlace()
    try place.session()
    try place.secret("token", Self.token + "\n")
    let monitor = try MonitorProcess(
      ["run", "--listen", "127.0.0.1:0", "--control", "--token-file", "token"], in: place.url)
    let address = try #require(monitor.address(), "\(monitor.said)")
    func said(_ token: String, _ word: String) -> [Browser.Step] {
      [
        .act(
          """
          (() => { const set = (id, text) => { document.getElementById(id).value = text };
            document.getElementById("answer").textContent = "";
            set("reason", "a look"); set("token", "\(token)"); set("confirm", "\(word)"); })()
          """),
        .click("#control button[type=submit]"),
        .until("document.getElementById('answer').textContent !== ''"),
        .read("document.getElementById('answer').textContent"),
      ]
    }
    let visit = try visit(
      monitor, address + "/",
      [.until("document.getElementById('halt') !== null"), .click("#halt")]
        + said("another-token-of-theirs", "halt run") + said(Self.token, "halt")
        + said(Self.token, "halt run"))
    let read = visit.read
    try #require(read.count == 3)
    #expect(read[0] == "found no token, or another one")
    #expect(read[1] == "found another confirmation, expected 'halt run'")
    #expect(read[2] == "halt run: it stands in the ledger, the venue takes it at its next mark")
    // The browser itself says of both refusals that they are some.
    #expect(visit.errors.count == 2)
    #expect(try Shell.run("sf-broker status run", in: place.url).output.contains("a look"))
    // Beside the page, without anything.
    let refused = try Shell.run("curl -s -o /dev/null -w '%{http_code}' -X POST \(address)/control")
    #expect(refused.output == "401")
    #expect(monitor.stop() == 130)
  }
}
