import ArgumentParser
import SFCore
import SFEngine
import SFStrategy

/// Where `sf-strategy` hears of its orders when the venue is another process.
struct AnswerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the venue answers, a stream of sf-broker: without it the strategy holds a virtual venue itself.",
      valueName: "file"))
  var answers: String?

  var sides: [SidePath] {
    answers.map { [SidePath("answers", path: $0, reads: .answers, closes: true)] } ?? []
  }

  /// Refuses what has no place between processes: whatever is answered in the turn in which it is
  /// ordered, and a book that the venue would not know.
  func check(
    _ configuration: TradingConfiguration, carry: String?
  ) throws(ConfigurationError) {
    guard answers != nil else { return }
    let trader = configuration.trader
    let found: String? =
      if trader.conditions.fill == .close {
        "--fill close"
      } else if trader.exitTrigger == .intrabar {
        "--exit-trigger intrabar"
      } else if trader.closeAtEnd {
        "--close-at-end"
      } else { nil }
    if let found {
      throw ConfigurationError(
        found, "goes without --answers: a venue in another process answers with the next mark")
    }
    if carry != nil {
      throw ConfigurationError(
        "--carry", "goes without --answers: the venue would not know what is carried over")
    }
  }
}
