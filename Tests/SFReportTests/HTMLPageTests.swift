import Foundation
import SFReport
import SFTestSupport
import Testing

@Suite struct HTMLPageTests {
  private static let hasPython = (try? Shell.run("command -v python3").status) == 0
  private static let hasChromium = hasPython && (try? Shell.run("command -v chromium").status) == 0

  private func page(seed: UInt64 = 3) throws -> String {
    let stage =
      #"{"name":"sf-<script>alert('x')</script>","version":"\"1\" & \u0001","config":{"a<b":"]]>&amp;","list":["x",1,true,null]}}"#
    let text = RandomRun(seed: seed, count: 2_000, isSparse: true).text
      .replacingOccurrences(of: #""stages":["#, with: #""stages":[\#(stage),"#)
    return HTMLPage.text(of: try Reporting.report(text))
  }

  @Test func `asks for nothing and runs nothing`() throws {
    let page = try page()
    for text in [
      "http:", "https:", "//", "url(", "@import", "<script", "src=", "javascript:", "onload",
    ] {
      #expect(!page.contains(text), "\(text)")
    }
    #expect(page.components(separatedBy: "href=").count == 2)
    #expect(page.contains("href=\"data:,\""))
    #expect(page.contains("default-src 'none'"))
    #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
    #expect(page.contains("prefers-color-scheme: dark"))
  }

  @Test func `has bounded charts`() throws {
    let page = try page()
    let paths = page.components(separatedBy: "<path class=").dropFirst()
    #expect(paths.count == 3)
    for path in paths {
      let data = path.prefix { $0 != ">" }
      let points = data.filter { $0 == "L" }.count
      #expect(points > 100 && points <= 3 * 1_024 + 2, "\(points)")
      #expect(!data.contains("nan") && !data.contains("inf"))
    }
  }

  @Test func `draws a run of one mark`() throws {
    for seed in 0..<5 as Range<UInt64> {
      let page = HTMLPage.text(
        of: try Reporting.report(RandomRun(seed: seed, count: 1, isSparse: true).text))
      #expect(page.contains("<path class=\"equity\""))
      #expect(!page.contains("nan"))
    }
  }

  @Test(.enabled(if: HTMLPageTests.hasPython, "needs python3"))
  func `is well formed`() throws {
    let check = """
      import sys, html.parser, xml.dom.minidom
      text = sys.stdin.read()
      xml.dom.minidom.parseString(text.encode())
      void = {"meta", "link", "line", "path"}
      class Balance(html.parser.HTMLParser):
          def __init__(self):
              super().__init__(); self.open = []
          def handle_starttag(self, tag, attrs):
              if tag not in void: self.open.append(tag)
          def handle_endtag(self, tag):
              if tag in void: return
              assert self.open.pop() == tag, (tag, self.getpos())
      parser = Balance(); parser.feed(text); parser.close()
      assert parser.open == [], parser.open
      print("ok")
      """
    let result = try Shell.run(
      "python3 -c \"$CHECK\"", input: page(), environment: ["CHECK": check])
    #expect(result.output == "ok\n", "\(result.error)")
  }

  /// Serves the page and says what a browser asked for: the page, and nothing else.
  @Test(.enabled(if: HTMLPageTests.hasChromium, "needs chromium and python3"))
  func `makes no request in a browser`() throws {
    let serve = """
      import http.server, subprocess, sys, tempfile, threading
      page, asked = sys.stdin.buffer.read(), []
      class Page(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              asked.append(self.path)
              self.send_response(200); self.send_header("Content-Type", "text/html")
              self.end_headers(); self.wfile.write(page)
          def log_message(self, *_): pass
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
      threading.Thread(target=server.serve_forever, daemon=True).start()
      with tempfile.TemporaryDirectory() as home:
          out = subprocess.run(
              ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + home,
               "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--dump-dom",
               "http://127.0.0.1:%d/report.html" % server.server_port],
              capture_output=True, text=True, timeout=120)
      print(asked, out.stdout.count("<path"), out.stdout.count("<script"))
      """
    let result = try Shell.run(
      "python3 -c \"$SERVE\"", input: page(), environment: ["SERVE": serve])
    #expect(result.output == "['/report.html'] 3 0\n", "\(result.error)")
  }
}
