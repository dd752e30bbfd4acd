import Foundation
import SFCore
import SFReport
import SFTestSupport
import SFWire
import SFRun

/// Runs a report over lines in memory.
enum Reporting {
  /// The report of a stream; with a seed, the stage is stopped and resumed at random marks.
  static func report(_ text: String, resumingWithSeed seed: UInt64? = nil) throws -> Report {
    var chain = Chain(
      WireSource(MemorySource(text)),
      [Chain.Link(ReportStage(keepsPage: true, keepsBars: true), entry: nil)], [])
    if let seed {
      var generator = SeededGenerator(seed: seed)
      chain.atMark = { chain in
        guard generator.next() % 7 == 0, let memory = try chain.commit() else { return }
        try chain.recall(InMemory.resumed(memory))
      }
    }
    let outcome = try chain.run()
    guard let stage = chain.stages[0] as? ReportStage else { throw NoReport() }
    return try stage.report(isComplete: outcome == .done)
  }

  struct NoReport: Error {}

  /// The tables of a report as JSON, read back.
  static func json(_ report: Report) throws -> [String: Any] {
    let text = TableFormat.json.text(report.tables, notes: report.notes)
    guard
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    else { throw NoReport() }
    return object
  }
}
