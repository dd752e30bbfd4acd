import Foundation
import SFTestSupport
import Testing

/// Wheel, fingers, handles and paper.
@Suite(.enabled(if: Browser.isThere, "needs chromium and python3: bin/setup --tests"), .serialized)
struct PageGestureTests {
  private let span = Browser.Step.read(VisitedPage.span)
  private let start = Browser.Step.read(VisitedPage.start)
  private let chart = "[data-chart=equity] .timechart"

  private func numbers(_ visit: Browser.Visit) throws -> [Double] {
    try visit.read.map { try #require(Double($0)) }
  }

  @Test func `a wheel scrolls the page, and zooms where it is asked to`() throws {
    let read = try numbers(
      try VisitedPage.run([
        .wheel(chart, x: 0.25, down: 200), span,
        .wheel(chart, x: 0.25, down: -400, ctrl: true), span, start,
        .wheel(chart, x: 0.25, right: 200), span, start,
        .wheel(chart, x: 0.25, down: 400, ctrl: true), span,
      ]))
    #expect(read[0] == 100, "a plain wheel is the page's")
    #expect((53...57).contains(read[1]), "\(read)")
    // What was a quarter into the whole is a quarter into what is shown.
    #expect(abs(read[2] + 0.25 * read[1] - 25) < 2, "\(read)")
    #expect(read[3] == read[1] && read[4] > read[2] + 5, "aside it moves: \(read)")
    #expect(read[5] > 98, "\(read)")
  }

  @Test func `two fingers zoom and move what is under them`() throws {
    let read = try numbers(
      try VisitedPage.run(
        width: 390,
        [
          .pinch(chart, from: [0.4, 0.6], to: [0.2, 0.8]), span, start,
          .pinch(chart, from: [0.3, 0.5], to: [0.5, 0.7]), span, start,
          .pinch(chart, from: [0.1, 0.9], to: [0.4, 0.6]), span,
          .read("visualViewport.scale"),
        ]))
    #expect((32...35).contains(read[0]) && (30...45).contains(read[1]), "\(read)")
    #expect(abs(read[2] - read[0]) <= 1, "together they do not zoom: \(read)")
    #expect((6...10).contains(read[1] - read[3]), "a fifth of a third to the right: \(read)")
    #expect(read[4] > 85 && read[5] == 1, "\(read)")
  }

  @Test func `the strip below moves by its handles, its middle and a click`() throws {
    let read = try numbers(
      try VisitedPage.run([
        .drag(".window .left", fromX: 0.5, toX: 50), span, start,
        .drag(".window .right", fromX: 0.5, toX: -50), span, start,
        .drag(".window", fromX: 0.5, toX: 0.7), span, start,
        .drag(".overview", fromX: 0.05, toX: 0.05), span, start,
        .read("(document.querySelector('.window').focus(), 1)"), .key("ArrowRight"), start,
      ]))
    #expect((20...30).contains(read[1]) && abs(read[0] + read[1] - 100) < 1.5, "left: \(read)")
    #expect((40...60).contains(read[2]) && read[3] == read[1], "right: \(read)")
    #expect(read[4] == read[2] && read[5] > read[3] + 5, "middle: \(read)")
    #expect(read[6] == read[2] && read[7] == 0, "beside it: \(read)")
    #expect(read[9] > 2, "an arrow: \(read)")
  }

  /// A finger hits a handle that is six pixels wide, and a tap stays read.
  @Test func `fingers find handles and values`() throws {
    func isHandle(_ offset: Int) -> Browser.Step {
      .read(
        "(box => document.elementFromPoint(box.left + \(offset), box.top + 10).className)(document.querySelector('.window .right').getBoundingClientRect())"
      )
    }
    let visit = try VisitedPage.run(
      width: 390,
      [
        .drag(".window .right", fromX: 0.5, toX: -20), isHandle(18), isHandle(-20),
        .tap("[data-chart=roundtrips] .barchart", x: 0.3, y: 0.5),
        .read("document.querySelector('[data-chart=roundtrips] .moment').textContent"),
        .tap(chart, x: 0.4, y: 0.5),
        .read("document.querySelector('[data-chart=equity] .legend .moment').textContent"),
        .read("document.querySelector('[data-chart=price] .readout').textContent"),
        .tap("[data-chart=roundtrips] .scatter", x: 0.1, y: 0.1), .read(VisitedPage.fits),
      ])
    #expect(visit.read[0] == "right" && visit.read[1] == "window")
    #expect(visit.read[2].contains("round trips ("), "\(visit.read[2])")
    #expect(visit.read[3].hasPrefix("2024-0"), "\(visit.read[3])")
    #expect(visit.read[4].contains("Pinch the chart") || visit.read[4].contains(" at "))
    #expect(visit.read[5] == "true")
  }

  @Test func `on paper it is light, whole and drawn for it`() throws {
    let paper = try VisitedPage.folder.get().appendingPathComponent("page.pdf")
    let width = "document.querySelector('\(chart) svg').viewBox.baseVal.width"
    func shows(_ selector: String) -> Browser.Step {
      .read("getComputedStyle(document.querySelector('\(selector)')).display")
    }
    let visit = try VisitedPage.run([
      .read("(addEventListener('beforeprint', () => { window.printed = \(width); }), \(width))"),
      .scheme("dark"), .click("#scheme"), .click("#scheme"), .paper(paper.path),
      .read("printed"), .read(width), .medium("print"),
      .read("getComputedStyle(document.body).color"), shows("nav"), shows(".toolbar"),
      shows(".overview"), shows("#by-hours"),
      .read(
        "getComputedStyle(document.querySelector('details'), '::details-content').contentVisibility"
      ),
      .medium("screen"), shows("nav"), shows("#by-hours"),
    ])
    #expect(Double(visit.read[0]) ?? 0 > 1_100 && visit.read[1] == "720", "\(visit.read)")
    #expect(visit.read[2] == visit.read[0], "drawn for the screen again")
    #expect(visit.read[3] == "rgb(23, 24, 26)", "\(visit.read)")
    #expect(visit.read[4...7] == ["none", "none", "none", "block"], "\(visit.read)")
    #expect(visit.read[8] == "visible" && visit.read[9...10] == ["flex", "none"], "\(visit.read)")
    let text = String(decoding: try Data(contentsOf: paper), as: UTF8.self)
    let pages = text.components(separatedBy: "/Type /Page\n").count - 1
    #expect(text.hasPrefix("%PDF") && (5...15).contains(pages), "\(pages) pages")
  }
}
