import Logging
import SFCommands
import SFCore
import SFTool

/// What trials read, kept for those that come after them: the last market, and the features that
/// were last computed on it.
final class DataCache {
  private var words: [String] = []
  private var markets: [SharedMarket] = []
  private var specs: [String] = []
  private var features: [SharedFeatures?] = []

  /// The market of a source: one, or one for each symbol where each has a book of its own.
  func markets(
    of source: any SourceCommand, _ words: [String], bySymbol: Bool, _ log: Logger
  ) throws -> [SharedMarket] {
    if words == self.words, !markets.isEmpty { return markets }
    (markets, features, specs) = ([], [], [])
    let source = try source.makeSource(log)
    markets = bySymbol ? try SharedMarket.bySymbol(source) : [try SharedMarket(source)]
    self.words = words
    return markets
  }

  /// The last market with the features of these specs.
  func data(_ specs: [String], jobs: Int) throws -> [SharedData] {
    if specs != self.specs || features.count != markets.count {
      let markets = markets
      features = try WorkerPool(jobs: jobs).map(markets.count) { index in
        guard !specs.isEmpty else { return nil }
        // A feature that cannot be computed is for each trial to say, which meets its own error.
        do { return try SharedFeatures(specs, markets[index]) } catch { return nil }
      }
      self.specs = specs
    }
    return zip(markets, features).map { SharedData(market: $0, features: $1) }
  }
}
