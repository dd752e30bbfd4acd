import SFTestSupport
import Testing

/// The pages of several runs and of a sweep.
@Suite(.enabled(if: Browser.isThere, "needs chromium and python3: bin/setup --tests"), .serialized)
struct ResearchPageTests {
  private let comparison = """
    for exit in tp_sl time:max_bars=40 tp_sl:take_profit_pct=0.05,stop_loss_pct=0.02; do
      sf-ingest --synthetic --seed 7 --bars 6000 --interval 15m | sf-features sma:20 sma:50 |
        sf-detect sma_cross:20,50 | sf-strategy --exit $exit > averages_20_50_$exit.jsonl
    done
    sf-report --compare averages*.jsonl --html page.html --output /dev/null
    """

  static let sweep = """
    sf-ingest --synthetic --bars 6000 --interval 15m > bars.jsonl
    sf-sweep --grid fast=5,10,20 --grid slow=40,80 --grid sl=0.01,0.02 --results results.jsonl -q \
      'sf-ingest bars.jsonl | sf-features sma:{fast} sma:{slow} | sf-detect sma_cross:{fast},{slow} | sf-strategy --exit tp_sl:stop_loss_pct={sl}' > /dev/null
    sf-report --sweep results.jsonl --html page.html --output /dev/null
    """

  @Test func `compared runs lie over each other`() throws {
    func lines(_ run: Int) -> Browser.Step {
      .read("document.querySelectorAll('[data-chart=equity] .line.run\(run)').length")
    }
    let equity = "document.querySelector('[data-chart=equity] .line.run0').getAttribute('d')"
    let visit = try VisitedPage.made(
      by: comparison,
      [
        lines(0), lines(1), lines(2), .click(".toggle.run1"), lines(1), lines(2),
        .click(".toggle.run1"), lines(1), .read("document.querySelector('#settings').textContent"),
        .read(equity), .click("#log"), .read(equity),
        .read(VisitedPage.span), .click("[data-key='1m']"), .read(VisitedPage.span),
        .read("(document.querySelector('.timechart').focus(), 1)"), .key("0"),
        .read(VisitedPage.span), .move(".timechart", x: 0.5, y: 0.5),
        .read("document.querySelector('[data-chart=equity] .legend').textContent"),
      ])
    let read = visit.read
    // Once in the equity, once in the drawdown; the strip below shows the first run.
    #expect(read[0...2] == ["3", "2", "2"] && read[3...5] == ["1", "2", "2"], "\(read)")
    #expect(read[6].contains("time:max_bars=40"))
    #expect(read[7] != read[8], "log")
    #expect(read[9] == "100" && Double(read[10]) ?? 100 < 60 && read[12] == "100", "\(read[9...])")
    #expect(read[13].contains("2024-0"), "\(read[13])")
  }

  /// Names of files are long, and the figures must be there all the same.
  @Test func `compared runs fit a phone`() throws {
    let visit = try VisitedPage.made(
      by: comparison, width: 390,
      [
        .read(VisitedPage.fits),
        .read(
          "[...document.querySelectorAll('button')].every(node => node.getBoundingClientRect().right <= innerWidth)"
        ),
        .read(
          "document.querySelector('#figures tbody td:nth-child(3)').getBoundingClientRect().right <= innerWidth"
        ),
      ])
    #expect(visit.read == ["true", "true", "true"])
  }

  @Test func `a sweep shows its surface and its lines`() throws {
    let surface = "document.querySelector('.surface').innerHTML"
    let lines = "document.querySelector('.parallel').innerHTML"
    let cells = Browser.Step.read("document.querySelectorAll('.cell').length")
    let readout = "document.querySelector('[data-chart=surface] .readout').textContent"
    let words = Browser.Step.read("document.querySelector('.words').textContent")
    let visit = try VisitedPage.made(
      by: Self.sweep,
      [
        cells, .read(surface), .click("[data-key=best]"), .read(surface),
        .move(".surface", x: 0.3, y: 0.3), .read(readout),
        .choose("[data-chart=surface] select[aria-label=Figure]", 1), .read(surface),
        .choose("[data-chart=surface] select[aria-label=Across]", 2), .read(surface), cells,
        .choose("[data-chart=surface] select[aria-label=Down]", 1), cells,
        .read("(document.querySelector('.surface').focus(), 1)"), .key("ArrowRight"),
        .read(readout), .key("ArrowRight"), .read(readout),
        words, .read(lines),
        .choose("input[type=range]", 50), words, .read(lines),
        .choose("[data-chart=parallel] select", 1), .read(lines),
        .move(".parallel", x: 0.98, y: 0.99),
        .read("document.querySelector('[data-chart=parallel] .readout').textContent"),
      ])
    let read = visit.read
    #expect(read[0] == "6" && read[1] != read[2], "mean and best")
    #expect(read[3].contains("best of 2 trials"), "\(read[3])")
    #expect(read[4] != read[2], "figure")
    #expect(read[5] != read[4] && read[6] == "6" && read[7] == "4", "across and down")
    #expect(read[9] != read[10] && read[9].contains("sl 0.01, slow 40"), "\(read[9...10])")
    #expect(read[11].hasPrefix("the best 12") && read[13].hasPrefix("the best 6"))
    #expect(read[12] != read[14] && read[14] != read[15], "lines")
    #expect(read[16].hasPrefix("Best: fast"), "\(read[16])")
  }

  @Test func `a sweep fits a phone`() throws {
    let visit = try VisitedPage.made(
      by: Self.sweep, width: 390,
      [
        .read(VisitedPage.fits), .tap(".surface", x: 0.5, y: 0.3),
        .read("document.querySelector('[data-chart=surface] .readout').textContent"),
        .read(
          """
          (boxes => boxes.every((a, i) => boxes.every((b, j) =>
            i === j || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top)))
            ([...document.querySelectorAll('.parallel text')].map(node => node.getBoundingClientRect()))
          """),
      ])
    #expect(visit.read[0] == "true")
    #expect(visit.read[1].contains("mean of 2 trials"), "\(visit.read[1])")
    #expect(visit.read[2] == "true", "words over words")
  }
}
