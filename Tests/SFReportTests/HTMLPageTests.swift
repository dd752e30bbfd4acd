import Foundation
import SFCore
import SFReport
import SFTestSupport
import Testing

@Suite struct HTMLPageTests {
  private static let hasPython = (try? Shell.run("command -v python3").status) == 0

  /// A run whose texts would be markup, script or a broken document if they were let through.
  private func report(seed: UInt64 = 3, count: Int = 2_000) throws -> Report {
    let stage =
      #"{"name":"sf-<script>alert('x')</script>","version":"\"1\" & \u0001","config":{"a<b":"]]>&amp;","list":["x",1,true,null]}}"#
    let text = RandomRun(seed: seed, count: count, isSparse: true).text
      .replacingOccurrences(of: #""stages":["#, with: #""stages":[\#(stage),"#)
      .replacingOccurrences(
        of: #""direction":"long","#,
        with: #""direction":"long","detector":"</script><img src=x>]]>\u0002","#)
    return try Reporting.report(text)
  }

  private func page(_ report: Report) throws -> String { try #require(HTMLPage.text(of: report)) }

  @Test func `asks for nothing, and lets no text become script`() throws {
    let page = try page(report())
    #expect(page.contains("default-src 'none'"))
    // Markup and data, without the script and the style, which stand in files of their own.
    let content = page.replacingOccurrences(of: PageAssets.script, with: "")
      .replacingOccurrences(of: PageAssets.style, with: "")
    for text in [
      "http:", "https:", "://", "=\"//", "url(", "@import", "src=", "javascript:", "onload",
    ] {
      #expect(!content.replacingOccurrences(of: "img src=x", with: "").contains(text), "\(text)")
    }
    #expect(content.components(separatedBy: "<script").count == 3)
    #expect(content.components(separatedBy: "</script>").count == 3)
    #expect(content.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
    #expect(content.contains(#"\u003c/script\u003e\u003cimg src=x\u003e]]\u003e\u0002"#))
    for word in [
      "fetch(", "XMLHttpRequest", "import(", "WebSocket", "EventSource", "sendBeacon", "innerHTML",
      "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "https:",
      "url(", "@import", "localStorage", "cookie",
    ] {
      #expect(!PageAssets.script.contains(word), "\(word)")
      #expect(!PageAssets.style.contains(word), "\(word)")
    }
  }

  @Test func `a report that kept nothing for a page has none`() throws {
    var stage = ReportStage()
    var step = Step()
    step.begin("2026-01-05T00:00:00.000Z")
    step.take(
      Equity(equity: 1, cash: 1, exposure: 0, drawdown: 0, openPositions: 0, buyHold: 1))
    try stage.update(&step)
    #expect(HTMLPage.text(of: try stage.report(isComplete: true)) == nil)
  }

  /// Every bar of a year, to the digits that fit, and every position.
  @Test func `a year of minutes stays below three megabytes`() throws {
    var stage = ReportStage(keepsPage: true, keepsBars: true)
    var generator = SeededGenerator(seed: 1)
    var step = Step()
    var close: Int64 = 4_325_011
    let series = step.series.index(of: Series(symbol: "BTCUSDT", interval: .minute))
    func below(_ most: Int64) -> Int64 {
      Int64(truncatingIfNeeded: generator.next() % UInt64(most))
    }
    for index in 1...525_600 {
      step.begin(Timestamp(milliseconds: 1_704_067_200_000 + Int64(index) * 60_000))
      let open = close
      close = max(100_000, open + below(8_001) - 4_000)
      let (high, low) = (max(open, close) + below(2_000), min(open, close) - below(2_000))
      let prices = [open, high, low, close].map { Price(units: $0 * 1_000_000) }
      step.take(
        Bar(
          series: series, open: prices[0], high: prices[1], low: prices[2], close: prices[3],
          volume: 1))
      if index % 100 == 0 { step.take(closed(index, prices[3], step.ts)) }
      step.take(
        Equity(
          equity: prices[3], cash: prices[3], exposure: 0, drawdown: 0, openPositions: 0,
          buyHold: prices[3]))
      try stage.update(&step)
    }
    let page = try page(stage.report(isComplete: true))
    #expect(page.utf8.count < 3_000_000, "\(page.utf8.count)")
    #expect(page.utf8.count > 2_300_000, "the bars have lost more than they had to")
    let fine = try #require(try PageBars.fine(of: page).first)
    #expect(fine.bars == 1 && fine.candles.count == 525_600)
    #expect(try PageBars.data(of: page, "roundTrips")["closed"] as? Int == 5_256)
    // Off by half of a step, which is a small part of what a minute moves.
    let last = try #require(fine.candles.last)
    #expect(abs(last.close - Double(close) / 100) <= 0.25, "\(last.close)")
  }

  private func closed(_ index: Int, _ price: Price, _ ts: Timestamp) -> PositionChange {
    PositionChange(
      id: "\(index)", symbol: "BTCUSDT", direction: .long, quantity: 1, entryPrice: price,
      entryTime: ts, detector: "d",
      closing: PositionChange.Closing(
        exitPrice: price, exitTime: ts + 60_000, exitReason: "time", pnl: Price(units: 12_345_678),
        fees: 1, bars: 3, mfe: 0.012_345_678, mae: -0.012_345_678))
  }

  @Test func `draws a run of one mark`() throws {
    for seed in 0..<5 as Range<UInt64> {
      let page = try page(
        Reporting.report(RandomRun(seed: seed, count: 1, isSparse: true).text))
      #expect(page.contains("data-chart=\"equity\""))
      #expect(!page.replacingOccurrences(of: PageAssets.script, with: "").contains("nan"))
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
      "python3 -c \"$CHECK\"", input: page(report()), environment: ["CHECK": check])
    #expect(result.output == "ok\n", "\(result.error)")
  }
}
