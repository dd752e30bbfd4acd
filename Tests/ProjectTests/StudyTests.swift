import Foundation
import SFTestSupport
import Testing

/// The studies in `pipelines/`: that they run from files to a table, and what the table says.
@Suite struct StudyTests {
  private func study(_ options: String, in place: URL) throws -> [[String: Any]] {
    let result = try Project.run(
      "sh pipelines/study-exits.sh data --train 2d --test 1d --json \(options)", in: place)
    #expect(result.status == 0, "\(result.error)")
    return try result.output.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// Two coins over five days: the rows are all there, each seed gives its own table, and the same
  /// seed the same.
  @Test func `every variant has a row, judged out of sample`() throws {
    try Project.withWorkplace { place in
      let made = try Project.run(
        "mkdir data && for coin in AAA BBB; do sf-ingest --synthetic --symbols $coin --bars 1500 "
          + "--interval 5m --seed 9 > data/$coin-5m.csv; done", in: place)
      #expect(made.status == 0, "\(made.error)")
      let rows = try study("--seed 3", in: place)
      let names = rows.compactMap { $0["variant"] as? String }
      #expect(names.first == "tp_sl")
      #expect(Set(names).count == names.count && names.count > 15, "\(names)")
      for row in rows.dropFirst() {
        guard let interval = row["interval"] as? [Double] else { continue }
        #expect(interval[0] <= interval[1], "\(row)")
      }
      // Some of them did something.
      #expect(rows.contains { ($0["round_trips"] as? Int ?? 0) > 0 })
      let again = try study("--seed 3", in: place)
      #expect(
        "\(rows.map { "\($0["sharpe"] ?? "")\($0["interval"] ?? "")" })"
          == "\(again.map { "\($0["sharpe"] ?? "")\($0["interval"] ?? "")" })")
    }
  }

  static let coins = Shell.shared?.appendingPathComponent("data/klines-1h").path

  /// Words and numbers of a row, of the guide or as it is printed.
  private func words(_ line: Substring) -> String {
    line.split { $0.isWhitespace || $0 == "|" }.joined(separator: " ")
  }

  /// Minutes of work; before a release, `SF_STUDY_ROUNDS=1`.
  @Test(
    .enabled(if: coins.map(FileManager.default.fileExists) ?? false, "needs ../shared/data"),
    .enabled(
      if: ProcessInfo.processInfo.environment["SF_STUDY_ROUNDS"] != nil,
      "takes ten minutes of work: SF_STUDY_ROUNDS=1"))
  func `the table of the guide is what its command prints`() throws {
    let article = try Project.text("Sources/SignalFlow/SignalFlow.docc/Trading/ExitRules.md")
    let rows = article.split(separator: "\n")
      .filter { $0.hasPrefix("| tp_sl |") || $0.hasPrefix("| ") && $0.contains("…") }
    #expect(rows.count > 5)
    try Project.withWorkplace { place in
      let result = try Project.run(
        "sh pipelines/study-exits.sh '\(try #require(Self.coins))' --train 365d --test 90d",
        in: place)
      #expect(result.status == 0, "\(result.error)")
      let printed = Set(result.output.split(separator: "\n").map(words))
      for row in rows { #expect(printed.contains(words(row)), "\(row)") }
    }
  }
}
