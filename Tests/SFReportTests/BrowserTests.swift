import Foundation
import SFTestSupport
import Testing

/// The page of a run that the tools made, as a reader opens it.
@Suite(.enabled(if: Browser.isThere, "needs chromium and python3"), .serialized)
struct BrowserTests {
  /// Two symbols and two detectors on four months of quarters of an hour.
  private static let page = Result { () throws -> URL in
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-browser-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let made = try Shell.run(
      """
      set -o pipefail
      sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --seed 7 --bars 12000 --interval 15m |
        sf-features sma:20 sma:50 rsi:14 | sf-detect sma_cross:20,50 rsi_cross |
        sf-strategy --forward all --allow-short --exit tp_sl -q |
        sf-report --html page.html --output /dev/null
      """, in: folder)
    guard made.status == 0 else { throw Browser.Failed(text: made.error) }
    return folder.appendingPathComponent("page.html")
  }

  private func visit(width: Int = 1_280, _ steps: [Browser.Step]) throws -> Browser.Visit {
    let page = try Self.page.get()
    let visit = try Browser.visit(page, width: width, steps)
    #expect(visit.requests == [page.absoluteString])
    #expect(visit.errors == [])
    return visit
  }

  private let line = "document.querySelector('[data-chart=equity] .line.equity').getAttribute('d')"
  private let span =
    "Math.round((document.querySelector('.window').getBoundingClientRect().width / document.querySelector('.overview').clientWidth) * 100)"

  @Test(arguments: [1_280, 390])
  func `asks for nothing, says nothing, and fits`(width: Int) throws {
    for scheme in ["light", "dark"] {
      let image = try Self.page.get().deletingLastPathComponent()
        .appendingPathComponent("\(width)-\(scheme).png").path
      let visit = try visit(
        width: width,
        [
          .scheme(scheme), .read("document.documentElement.scrollWidth <= innerWidth"),
          .read("document.querySelectorAll('.chart svg').length"),
          .read(
            "[...document.querySelectorAll('.chart')].every(chart => chart.querySelector('path, rect'))"
          ),
          .read("getComputedStyle(document.body).backgroundColor"),
          .screenshot(image),
        ])
      #expect(visit.read[0] == "true", "wider than the screen")
      #expect(try #require(Int(visit.read[1])) >= 11)
      #expect(visit.read[2] == "true", "an empty chart")
      #expect(visit.read[3] == (scheme == "light" ? "rgb(251, 251, 250)" : "rgb(20, 21, 23)"))
      let picture = try Data(contentsOf: URL(fileURLWithPath: image))
      #expect(picture.count > 50_000)
    }
  }

  @Test func `controls of the equity do what they say`() throws {
    let visit = try visit([
      .read(line), .click("#log"), .read(line), .click("#log"), .read(line),
      .read("document.querySelectorAll('[data-chart=equity] .line.hold').length"),
      .click("#hold"), .read("document.querySelectorAll('[data-chart=equity] .line.hold').length"),
      .read(span), .click("[data-key='1m']"), .read(span),
      .click("[aria-label='Zoom out']"), .read(span), .click("[data-key=All]"), .read(span),
      .drag("[data-chart=equity] .timechart", fromX: 0.4, toX: 0.6), .read(span),
      .click("[aria-label=Earlier]"), .read("document.querySelector('.window').style.left"),
      .click("[aria-label=Later]"), .read("document.querySelector('.window').style.left"),
    ])
    let read = visit.read
    #expect(read[0] != read[1] && read[0] == read[2], "log")
    #expect(read[3] == "1" && read[4] == "0", "buy and hold")
    let spans = try [5, 6, 7, 8, 9].map { try #require(Double(read[$0])) }
    #expect(spans[0] >= 99 && spans[3] >= 99, "\(spans)")
    #expect((20...30).contains(spans[1]) && (42...58).contains(spans[2]), "\(spans)")
    #expect((17...24).contains(spans[4]), "\(spans)")
    let places = read[10...11].compactMap { Double($0.dropLast()) }
    #expect(places[0] < places[1] - 5, "\(places)")
  }

  @Test func `the pointer and the keys read values`() throws {
    let values = "document.querySelector('[data-chart=equity] .legend').textContent"
    let visit = try visit([
      .move("[data-chart=equity] .timechart", x: 0.5, y: 0.5), .read(values),
      .move("[data-chart=equity] .timechart", x: 0.2, y: 0.5), .read(values),
      .read("(document.querySelector('[data-chart=equity] .timechart').focus(), 1)"),
      .key("ArrowRight"), .read(values), .key("+"), .read(span), .key("0"), .read(span),
      .move("[data-chart=price] .timechart", x: 0.5, y: 0.5),
      .key("+"), .key("+"), .key("+"),
      .read("document.querySelector('[data-chart=price] .readout').textContent"),
    ])
    #expect(visit.read[0].contains("2024-0") && visit.read[0] != visit.read[1])
    #expect(visit.read[3] != visit.read[1], "an arrow moves the pointer")
    #expect(try #require(Int(visit.read[4])) < 60 && visit.read[5] == "100")
    #expect(visit.read[6].contains("positions in view") || visit.read[6].contains(" at "))
  }

  @Test func `choices change what is drawn`() throws {
    let price = "document.querySelector('[data-chart=price] .line.price').getAttribute('d')"
    let points = "document.querySelector('.points').getAttribute('d')"
    let hits = "document.querySelector('[data-chart=signals] svg').outerHTML"
    func choose(_ chart: String) -> Browser.Step {
      .read(
        "(select => { select.value = '1'; select.dispatchEvent(new Event('change')); })(document.querySelector('[data-chart=\(chart)] select'))"
      )
    }
    let frame = Browser.Step.move("h1", x: 0.5, y: 0.5)
    let visit = try visit([
      .read(price), choose("price"), frame, .read(price),
      .read(points), .click("[data-key=mfe]"), .read(points),
      .read(hits), choose("signals"), frame, .read(hits),
      .read("document.querySelector('#by-hours').offsetHeight"), .click("#tab-hours"),
      .read("document.querySelector('#by-hours').offsetHeight"),
      .read("document.querySelector('#by-symbols').offsetHeight"),
      .read("getComputedStyle(document.body).backgroundColor"), .click("#scheme"),
      .read("getComputedStyle(document.body).backgroundColor"),
      .move("[data-chart=roundtrips] .barchart", x: 0.3, y: 0.9),
      .read("document.querySelector('[data-chart=roundtrips] .moment').textContent"),
    ])
    let read = visit.read
    #expect(read[0] != read[2], "symbol")
    #expect(read[3] != read[4], "excursion")
    #expect(read[5] != read[7], "detector")
    #expect(read[8] == "0" && read[9] != "0" && read[10] == "0", "tabs")
    #expect(read[11] != read[12], "light and dark")
    #expect(read[13].contains("round trips ("), "\(read[13])")
  }

  /// A page that another command makes, visited.
  private func visit(_ command: String, _ steps: [Browser.Step]) throws -> Browser.Visit {
    let folder = try Self.page.get().deletingLastPathComponent()
    let made = try Shell.run("set -o pipefail\n" + command, in: folder)
    guard made.status == 0 else { throw Browser.Failed(text: made.error) }
    let page = folder.appendingPathComponent("other.html")
    let visit = try Browser.visit(page, steps)
    #expect(visit.requests == [page.absoluteString])
    #expect(visit.errors == [])
    return visit
  }

  @Test func `compared runs lie over each other`() throws {
    let visit = try visit(
      """
      for exit in tp_sl time:max_bars=40; do
        sf-ingest --synthetic --seed 7 --bars 6000 --interval 15m | sf-features sma:20 sma:50 |
          sf-detect sma_cross:20,50 | sf-strategy --exit $exit > ${exit%%:*}.jsonl
      done
      sf-report --compare tp_sl.jsonl time.jsonl --html other.html --output /dev/null
      """,
      [
        .read("document.querySelectorAll('[data-chart=equity] .line.run0').length"),
        .read("document.querySelectorAll('[data-chart=equity] .line.run1').length"),
        .click(".toggle.run1"),
        .read("document.querySelectorAll('[data-chart=equity] .line.run1').length"),
        .read("document.querySelector('#settings').textContent"),
      ])
    // Once in the equity, once in the drawdown; the strip below shows the first run.
    #expect(visit.read[0] == "3" && visit.read[1] == "2" && visit.read[2] == "1")
    #expect(visit.read[3].contains("time:max_bars=40"))
  }

  @Test func `a sweep shows its surface and its lines`() throws {
    let visit = try visit(
      """
      sf-ingest --synthetic --bars 6000 --interval 15m > bars.jsonl
      sf-sweep --grid fast=5,10,20 --grid slow=40,80 --grid sl=0.01,0.02 --results results.jsonl -q \
        'sf-ingest bars.jsonl | sf-features sma:{fast} sma:{slow} | sf-detect sma_cross:{fast},{slow} | sf-strategy --exit tp_sl:stop_loss_pct={sl}' > /dev/null
      sf-report --sweep results.jsonl --html other.html --output /dev/null
      """,
      [
        .read("document.querySelectorAll('.cell').length"),
        .read("document.querySelector('.surface').innerHTML.length"), .click("[data-key=best]"),
        .read("[...document.querySelectorAll('.cell')].every(cell => cell.getAttribute('style'))"),
        .move(".surface", x: 0.3, y: 0.3),
        .read("document.querySelector('[data-chart=surface] .readout').textContent"),
        .read("document.querySelector('.words').textContent"),
        .read(
          "(slider => { slider.value = 50; slider.dispatchEvent(new Event('input')); return 1; })(document.querySelector('input[type=range]'))"
        ),
        .read("document.querySelector('.words').textContent"),
      ])
    #expect(visit.read[0] == "6" && visit.read[2] == "true")
    #expect(visit.read[3].contains("best of 2 trials"), "\(visit.read[3])")
    #expect(visit.read[4].hasPrefix("the best 12") && visit.read[6].hasPrefix("the best 6"))
  }
}
