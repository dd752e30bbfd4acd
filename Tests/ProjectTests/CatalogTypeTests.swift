import Foundation
import SFTestSupport
import Testing

/// The compiler holds that a catalog lists components of its own sort and no others.
@Suite struct CatalogTypeTests {
  @Test(
    arguments: [
      ("SFStrategy/Exits/ExitCatalog.swift", "BreakEvenExit.self", "KellySizer.self"),
      ("SFStrategy/Sizers/SizerCatalog.swift", "KellySizer.self", "BreakEvenExit.self"),
      ("SFStrategy/Filters/FilterCatalog.swift", "CooldownFilter.self", "KellySizer.self"),
      ("SFStrategy/Aggregation/AggregatorCatalog.swift", "AnyAggregator.self", "KellySizer.self"),
      ("SFStrategy/Entries/EntryKind.swift", "LimitEntry.self", "KellySizer.self"),
      ("SFFeatures/FeatureCatalog.swift", "EMA.self", "BetaTo.self"),
      ("SFFeatures/FeatureCatalog.swift", "BetaTo.self", "EMA.self"),
      ("SFDetect/DetectorCatalog.swift", "SMACross.self", "MarketZScore.self"),
      ("SFDetect/DetectorCatalog.swift", "MarketZScore.self", "SMACross.self"),
      ("SFLabel/LabelerCatalog.swift", "MetaLabel.self", "Outcome.self"),
    ])
  func `a component of another sort does not compile`(
    catalog: String, entry: String, wrong: String
  ) throws {
    let path = "Sources/\(catalog)"
    let text = try Project.text(path)
    #expect(text.contains("    \(entry),") || text.contains("  \(entry),"))
    try Project.withWorkplace { place in
      let planted = place.appendingPathComponent("Planted.swift")
      try text.replacing("  \(entry),", with: "  \(wrong),")
        .write(to: planted, atomically: true, encoding: .utf8)
      let others = try Project.files(in: "Sources/" + catalog.split(separator: "/")[0])
        .filter { $0 != path }
      let right = try check(Project.root.appendingPathComponent(path).path, others, in: place)
      #expect(right.status == 0, "\(right.error)")
      let result = try check(planted.path, others, in: place)
      #expect(result.status != 0 && result.error.contains("\(wrong.dropLast(5)).Type"))
    }
  }

  /// Checks one file among the others of its room.
  private func check(
    _ file: String, _ others: [String], in place: URL
  ) throws -> Shell.Result {
    let modules = Project.root.appendingPathComponent(".build/release/Modules").path
    let paths = others.map { Project.root.appendingPathComponent($0).path }
    return try Project.run(
      "swiftc -frontend -typecheck -swift-version 6 -package-name signalflow -I \(modules) "
        + "-primary-file \(file) \(paths.joined(separator: " "))", in: place)
  }
}
