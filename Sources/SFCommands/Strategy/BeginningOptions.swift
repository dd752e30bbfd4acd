import ArgumentParser
import Logging
import SFCore
import SFEngine
import SFStrategy
import SFTool

/// From when on `sf-strategy` trades, and with what.
struct BeginningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Learn up to this mark, and trade from the first behind it.", valueName: "time"),
    transform: ReadingOptions.time)
  var tradeFrom: Timestamp?

  @Option(
    help: ArgumentHelp(
      "Go on with the book of a run that has stopped, behind its last mark or --trade-from: what "
        + "sf-strategy wrote, which must stay. --capital is then what it was worth.",
      valueName: "file"))
  var carry: String?

  /// Has a run begin so; returns the effective values, for the header: of what was not asked for
  /// nothing is said.
  func apply(
    to configuration: inout TradingConfiguration, _ log: Logger
  ) throws -> [Setting] {
    var (tradeFrom, settings) = (self.tradeFrom, [Setting]())
    if let carry {
      let reading = try CarriedRun.read(carry)
      for order in reading.waiting {
        log.warning("the order \(order) waited when '\(carry)' stopped, and is not carried over")
      }
      let book = reading.book
      configuration.carry(book)
      tradeFrom = tradeFrom ?? book.lastMark
      if let from = tradeFrom, let last = book.lastMark, from < last {
        throw ConfigurationError(
          "--trade-from", "must not be before \(last), up to which '\(carry)' traded, is \(from)")
      }
      settings.append(Setting("carry", carry))
    }
    configuration.trader.tradeFrom = tradeFrom
    return tradeFrom.map { [Setting("trade_from", $0.description)] + settings } ?? settings
  }
}

extension TradingConfiguration {
  /// Goes on with a book, whose worth is what the run begins with.
  fileprivate mutating func carry(_ book: CarriedBook) {
    carried = book
    trader.conditions.capital = book.equity
    venue.conditions.capital = book.equity
  }
}
