import Foundation
import SFTestSupport
import Testing

/// A pipe of processes and one process write the same bytes.
@Suite struct EquivalenceTests {
  static let pipelines: [String] = {
    let folder = Shell.project.appendingPathComponent("pipelines").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // A venue of its own reads the market beside its orders, which a pipe alone does not bring.
    let venues = ["paper.sh", "live.sh"]
    return names.filter {
      $0.hasSuffix(".sh") && !$0.hasPrefix("study-") && !venues.contains($0)
    }.sorted()
  }()

  /// A folder in which the pipelines run as they do in the project, with a small market as `$1`.
  private func workspace() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-equivalence-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("out"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("pipelines"),
      withDestinationURL: Shell.project.appendingPathComponent("pipelines"))
    let bars = try Shell.run(
      "sf-ingest --synthetic --symbols BTCUSDT --bars 4000 --interval 1m --seed 5", in: folder)
    #expect(bars.status == 0, "\(bars.error)")
    try Data(bars.output.utf8).write(to: folder.appendingPathComponent("bars.jsonl"))
    return folder
  }

  private func files(in folder: URL) throws -> [String: Data] {
    let out = folder.appendingPathComponent("out")
    var result: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: out.path).sorted() {
      result[name] = try Data(contentsOf: out.appendingPathComponent(name))
    }
    return result
  }

  @Test(arguments: pipelines)
  func `every pipeline writes the same in one process`(name: String) throws {
    let piped = try workspace()
    let composed = try workspace()
    defer {
      try? FileManager.default.removeItem(at: piped)
      try? FileManager.default.removeItem(at: composed)
    }
    let one = try Shell.run("sh pipelines/\(name) bars.jsonl", in: piped)
    let two = try Shell.run("sf-backtest -f pipelines/\(name) bars.jsonl", in: composed)
    #expect(one.status == 0, "\(one.error)")
    #expect(two.status == 0, "\(two.error)")
    #expect(!one.output.isEmpty)
    #expect(one.output == two.output, "standard output of \(name)")
    let (piece, whole) = (try files(in: piped), try files(in: composed))
    #expect(piece.keys.sorted() == whole.keys.sorted())
    for (file, bytes) in piece { #expect(bytes == whole[file], "\(name): \(file)") }
  }

  /// Options that change what is passed on, taps in the middle, and several stages of one kind.
  @Test(
    arguments: [
      "sf-ingest bars.jsonl | sf-features sma:5 | sf-features sma:9 | sf-detect sma_cross:5,9",
      "sf-ingest bars.jsonl | sf-features sma:5 sma:9 | tee out/a.jsonl | sf-detect sma_cross:5,9 "
        + "| tee out/b.jsonl | sf-strategy --forward all --exit time:max_bars=3 --allow-short",
      "sf-features sma:5 sma:9 < bars.jsonl | sf-detect sma_cross:5,9 --forward bar,mark "
        + "| sf-strategy --exit signal --allow-short --fill close --close-at-end",
      "sf-ingest bars.jsonl | sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 --forward none",
      "sf-ingest --synthetic --symbols A,B,C --bars 900 --seed 3 | sf-features rsi:5 bbands atr "
        + "| sf-detect threshold:rsi_5,above=60,direction=rise | sf-strategy --exit tp_sl --slippage 5bps",
      "sf-ingest bars.jsonl | sf-features sma:5 sma:9 atr | sf-detect sma_cross:5,9 "
        + "| sf-strategy --exit trailing_stop:trail_atr_mult=2 --exit volatility:levels=rolling "
        + "--exit break_even:0.002,0.0005 --exit time:50,priority=1 --exit-mode highest_priority "
        + "--exit-trigger intrabar --entry limit:offset_bps=3,max_bars=4 --allow-short "
        + "--max-participation 0.01 --max-wait 5m --position-meta --explain",
      "cat bars.jsonl | sf-features sma:5 sma:9 | sed -u s/x/x/ | sf-detect sma_cross:5,9",
    ])
  func `a pipe and one process write the same bytes`(pipeline: String) throws {
    let piped = try workspace()
    let composed = try workspace()
    defer {
      try? FileManager.default.removeItem(at: piped)
      try? FileManager.default.removeItem(at: composed)
    }
    let one = try Shell.run(pipeline, in: piped)
    let two = try Shell.run("sf-backtest '\(pipeline)'", in: composed)
    #expect(one.status == 0, "\(one.error)")
    #expect(two.status == 0, "\(two.error)")
    #expect(one.output == two.output)
    #expect(try files(in: piped) == files(in: composed))
  }
}
