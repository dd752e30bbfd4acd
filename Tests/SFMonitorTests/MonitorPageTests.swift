import Foundation
import SFTestSupport
import Testing

/// The page in a real browser.
@Suite(.enabled(if: Shell.has("chromium", "python3"), "needs chromium: bin/setup --tests"))
struct MonitorPageTests {
  /// What the driver of the browser answers.
  private struct Visit: Decodable {
    let results: [String?]
    let requests: [String]
    let errors: [String]
  }

  private static let token = "0123456789abcdef0123"

  private func visit(_ page: String, _ steps: [[String: Any]]) throws -> Visit {
    let task: [String: Any] = ["page": page, "width": 1_280, "height": 900, "steps": steps]
    let driver = Shell.project.appendingPathComponent("Tests/SFReportTests/Browser/browser.py")
    let result = try Shell.run(
      "timeout 100 python3 '\(driver.path)'",
      input: String(decoding: try JSONSerialization.data(withJSONObject: task), as: UTF8.self))
    guard result.status == 0 else { throw MonitorPlace.Failure(text: result.error) }
    return try JSONDecoder().decode(Visit.self, from: Data(result.output.utf8))
  }

  @Test func `a word needs the token and its own text`() throws {
    let place = try MonitorPlace()
    try place.session()
    try place.secret("token", Self.token + "\n")
    let monitor = try MonitorProcess(
      ["run", "--listen", "127.0.0.1:0", "--control", "--token-file", "token"], in: place.url)
    let address = try #require(monitor.address(), "\(monitor.said)")
    func said(_ token: String, _ word: String) -> [[String: Any]] {
      [
        [
          "evaluate": """
          (() => { const set = (id, text) => { document.getElementById(id).value = text };
            document.getElementById("answer").textContent = "";
            set("reason", "a look"); set("token", "\(token)"); set("confirm", "\(word)"); })()
          """
        ],
        ["click": "#control button[type=submit]"],
        ["until": "document.getElementById('answer').textContent !== ''"],
        ["evaluate": "document.getElementById('answer').textContent"],
      ]
    }
    let visit = try visit(
      address + "/",
      [["until": "document.getElementById('halt') !== null"], ["click": "#halt"]]
        + said("another-token-of-theirs", "halt run") + said(Self.token, "halt")
        + said(Self.token, "halt run"))
    let read = visit.results.compactMap(\.self)
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
