import Foundation
import SFTestSupport
import Testing

/// Pages that the tools made, opened: none may ask for anything or complain.
enum VisitedPage {
  /// Where the page of a run lies; pictures of it may lie beside it.
  static let folder = Result { () throws -> URL in
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-browser-\(ProcessInfo.processInfo.processIdentifier)")
    try make(runCommand, in: folder)
    return folder
  }

  /// Two symbols and two detectors on four months of quarters of an hour.
  private static let runCommand = """
    sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --seed 7 --bars 12000 --interval 15m |
      sf-features sma:20 sma:50 rsi:14 | sf-detect sma_cross:20,50 rsi_cross |
      sf-strategy --forward all --allow-short --exit tp_sl -q | tee run.jsonl |
      sf-report --html page.html --output /dev/null
    """

  /// The page of a run, made once.
  static func run(width: Int = 1_280, _ steps: [Browser.Step]) throws -> Browser.Visit {
    try visit(try folder.get(), width: width, steps)
  }

  /// The page that a command makes as `page.html`.
  static func made(
    by command: String, width: Int = 1_280, _ steps: [Browser.Step]
  ) throws -> Browser.Visit {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-browser-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try make(command, in: folder)
    return try visit(folder, width: width, steps)
  }

  static func make(_ command: String, in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let made = try Shell.run("set -eo pipefail\n" + command, in: folder)
    guard made.status == 0 else { throw Browser.Failed(text: made.error) }
  }

  private static func visit(
    _ folder: URL, width: Int, _ steps: [Browser.Step]
  ) throws -> Browser.Visit {
    let page = folder.appendingPathComponent("page.html")
    let visit = try Browser.visit(page, width: width, steps)
    #expect(visit.requests == [page.absoluteString])
    #expect(visit.errors == [])
    return visit
  }

  /// The part of the run that is shown, in percent of the whole.
  static let span =
    "Math.round((document.querySelector('.window').getBoundingClientRect().width / document.querySelector('.overview').clientWidth) * 100)"

  /// Where that part begins, in percent of the whole.
  static let start = "parseFloat(document.querySelector('.window').style.left)"

  /// No wider than the screen.
  static let fits = "document.documentElement.scrollWidth <= innerWidth"
}
