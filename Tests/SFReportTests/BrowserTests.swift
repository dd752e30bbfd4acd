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
}
