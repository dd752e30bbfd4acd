import Foundation
import SFTestSupport
import Testing

/// Runs that are small or odd: nothing traded, one position, three marks, a walk.
@Suite(.enabled(if: Browser.isThere, "needs chromium and python3: bin/setup --tests"), .serialized)
struct PageRunsTests {
  static let nothing = """
    sf-ingest --synthetic --seed 7 --bars 4000 --interval 15m |
      sf-detect --name never --rise 'close > 100000' | sf-strategy --forward all -q |
      sf-report --html page.html --output /dev/null
    """
  static let one = """
    sf-ingest --synthetic --seed 7 --bars 200 --interval 1h | sf-features sma:20 sma:50 |
      sf-detect sma_cross:20,50 | sf-strategy --forward all -q --exit time:10 |
      sf-report --html page.html --output /dev/null
    """
  static let tiny = """
    sf-ingest --synthetic --seed 7 --bars 3 --interval 1d |
      sf-detect --name up --rise 'close > 99' | sf-strategy --forward all -q |
      sf-report --html page.html --output /dev/null
    """
  static let walk = """
    sf-walk --train 31d --test 15d --output walk.jsonl -- sf-sweep --grid fast=3,5 --grid slow=20,40 \
      'sf-ingest --synthetic --bars 6000 --interval 15m --seed 5 | sf-features sma:{fast} sma:{slow} |
      sf-detect sma_cross:{fast},{slow} | sf-strategy --exit tp_sl' > /dev/null
    sf-report walk.jsonl --html page.html --output /dev/null
    """

  private let text = Browser.Step.read("document.body.innerText")
  private let width = Browser.Step.read(VisitedPage.fits)

  /// What no reader should meet: numbers that are none, minus zero, one of many.
  private func expectWords(_ text: String) {
    for word in ["NaN", "undefined", "Infinity", "−0 ", "−0.0 ", "−0.00 ", "-0.0000"] {
      #expect(!text.contains(word), "\(word)")
    }
    for wrong in [" 1 positions", "\n1 positions", "1 round trips", "1 signals", " 1 bars"] {
      #expect(!text.contains(wrong), "\(wrong)")
    }
  }

  @Test(arguments: [1_280, 390])
  func `small runs look right`(width: Int) throws {
    let cases = [
      (Self.nothing, "No position was opened.", "No position was closed."),
      (Self.one, "1 position in view.", "1 round trip, net of fees"),
      (Self.tiny, "1d bars", "Figures for a year need 30 daily returns; this run has 3."),
    ]
    for (command, first, second) in cases {
      let visit = try VisitedPage.made(
        by: command, width: width,
        [.scheme("light"), self.width, text, .scheme("dark"), .click("#scheme"), self.width, text])
      #expect(visit.read[0] == "true" && visit.read[2] == "true", "wider than the screen")
      for text in [visit.read[1], visit.read[3]] {
        expectWords(text)
        #expect(text.contains(first) && text.contains(second), "\(first)")
      }
    }
  }

  /// All three bars of a tiny run are on its chart, and each mark is drawn at its time.
  @Test func `three marks are three marks`() throws {
    let path = "document.querySelector('[data-chart=price] .candle.wicks').getAttribute('d')"
    let line = "document.querySelector('[data-chart=equity] .line.equity').getAttribute('d')"
    let visit = try VisitedPage.made(by: Self.tiny, [.read(path), .read(line)])
    // Each bar has a wick above and one below, apart by a day.
    let places: [Double] = visit.read[0].matches(of: /M([0-9.]+)[ ]/).compactMap { Double($0.1) }
    let marks: [Double] = visit.read[1].matches(of: /[ML]([0-9.]+)[ ]/).compactMap { Double($0.1) }
    guard places.count == 6, marks.count == 3 else {
      Issue.record("\(places), \(marks)")
      return
    }
    let day = places[2] - places[0]
    #expect(abs(places[4] - places[2] - day) < 1)
    for index in 0..<3 {
      let distance = marks[index] - places[index * 2] - day / 2
      #expect(abs(distance) < day * 0.02, "a mark is at the close of its bar")
    }
  }

  @Test(arguments: [1_280, 390])
  func `a walk shows what was chosen in each fold`(width: Int) throws {
    let compared = Self.walk + "\nsf-report --compare walk.jsonl walk.jsonl.copy --html page.html"
    let visit = try VisitedPage.made(
      by: Self.walk, width: width,
      [
        self.width, .read("document.querySelectorAll('#folds tbody tr').length"),
        .read("document.querySelector('#folds').innerText"), .scheme("dark"), text,
      ])
    #expect(visit.read[0] == "true" && visit.read[1] == "2", "\(visit.read[0...1])")
    #expect(visit.read[2].contains("fast") && visit.read[2].contains("2024-02-01 00:00"))
    #expect(visit.read[3].contains("These are the settings of its first fold"))
    guard width > 1_000 else { return }
    let both = try VisitedPage.made(
      by: compared.replacing(
        "sf-report --compare",
        with: "cp walk.jsonl walk.jsonl.copy\nsf-report --output /dev/null --compare"),
      [.read("document.querySelectorAll('#folds tbody tr').length")])
    #expect(both.read[0] == "4")
  }
}
