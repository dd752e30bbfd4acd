import Foundation
import SFTestSupport
import Testing

/// The page of a run that the tools made, as a reader opens it.
@Suite(.enabled(if: Browser.isThere, "needs chromium and python3"), .serialized)
struct BrowserTests {
  private let line = "document.querySelector('[data-chart=equity] .line.equity').getAttribute('d')"
  private let span = VisitedPage.span

  @Test(arguments: [1_280, 390])
  func `asks for nothing, says nothing, and fits`(width: Int) throws {
    for scheme in ["light", "dark"] {
      let image = try VisitedPage.folder.get()
        .appendingPathComponent("\(width)-\(scheme).png").path
      let visit = try VisitedPage.run(
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
    let visit = try VisitedPage.run([
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
    let visit = try VisitedPage.run([
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
    let frame = Browser.Step.move("h1", x: 0.5, y: 0.5)
    let visit = try VisitedPage.run([
      .read(price), .choose("[data-chart=price] select", 1), frame, .read(price),
      .read(points), .click("[data-key=mfe]"), .read(points),
      .read(hits), .choose("[data-chart=signals] select", 1), frame, .read(hits),
      .read("document.querySelector('#by-hours').offsetHeight"), .click("#tab-hours"),
      .read("document.querySelector('#by-hours').offsetHeight"),
      .read("document.querySelector('#by-symbols').offsetHeight"),
      .read("getComputedStyle(document.body).backgroundColor"), .click("#scheme"),
      .read("getComputedStyle(document.body).backgroundColor"),
      .move("[data-chart=roundtrips] .barchart", x: 0.3, y: 0.9),
      .read("document.querySelector('[data-chart=roundtrips] .moment').textContent"),
    ])
    let read = visit.read
    #expect(read[0] != read[1], "symbol")
    #expect(read[2] != read[3], "excursion")
    #expect(read[4] != read[5], "detector")
    #expect(read[6] == "0" && read[7] != "0" && read[8] == "0", "tabs")
    #expect(read[9] != read[10], "light and dark")
    #expect(read[11].contains("round trips ("), "\(read[11])")
  }
}
