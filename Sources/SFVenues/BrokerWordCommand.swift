import ArgumentParser
import Logging
import SFBroker
import SFCore
import SFLedger
import SFRun
import SFTool

/// One of the words that a person may say to a venue.
protocol BrokerWord {
  static var action: Control.Action { get }
  static var abstract: String { get }
}

enum HaltWord: BrokerWord {
  static let action = Control.Action.halt
  static let abstract = "Lets nothing out of a venue but cancels, and what a person gives."
}

enum ReduceWord: BrokerWord {
  static let action = Control.Action.reduce
  static let abstract = "Lets exits out of a venue, and no entries."
}

enum ResumeWord: BrokerWord {
  static let action = Control.Action.resume
  static let abstract = "Lets out all again that is approved."
}

enum ExitWord: BrokerWord {
  static let action = Control.Action.exit
  static let abstract = "Closes a position at the market."
}

enum CancelWord: BrokerWord {
  static let action = Control.Action.cancel
  static let abstract = "Takes back an order that waits."
}

enum SettleWord: BrokerWord {
  static let action = Control.Action.settle
  static let abstract = "Books what became of a position elsewhere."
}

/// `sf-broker halt` and its like: says a word to the venue of a ledger, which takes it at its next mark,
/// whether it runs now or not.
struct BrokerWordCommand<Word: BrokerWord>: ToolCommand {
  static var examples: [Example] {
    [
      Example(
        "No more entries in a session, and what has been said so far",
        "sf-session run -q -f pipelines/paper.sh --dir run --replay && sf-broker reduce --ledger run/broker/ledger --reason 'a look' && sf-broker status run"
      )
    ]
  }

  static var configuration: CommandConfiguration {
    toolConfiguration(
      "sf-broker \(Word.action.rawValue)", Word.abstract,
      more: """
        The word stands in the ledger, and the venue takes it at its next mark, whether it runs
        now or not; strategy and gate hear of it as a control line among the answers.
        """)
  }

  @Option(help: ArgumentHelp("The ledger, or the directory of its session.", valueName: "file"))
  var ledger: String

  @Option(help: ArgumentHelp("Why: it stands in the record.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("Who says it; by default the user.", valueName: "name"))
  var who: String?

  @Option(
    help: ArgumentHelp("With settle: the price at which it was sold or bought.", valueName: "price")
  )
  var price: String?

  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  @Argument(help: "With exit and settle the position, with cancel the order.")
  var target: String?

  func run(_ log: Logger) throws -> ExitStatus {
    let needsTarget = [.exit, .cancel, .settle].contains(Word.action)
    guard needsTarget == (target != nil) else {
      throw UsageError(
        needsTarget
          ? "found no \(Word.action == .cancel ? "order" : "position"), expected its id"
          : "found '\(target ?? "")', expected no id: the whole venue is meant")
    }
    guard (Word.action == .settle) == (price != nil) else {
      throw UsageError(
        price == nil
          ? "found no --price, expected the price of the settlement" : "--price goes with settle")
    }
    let amount = try price.map { text in
      guard let amount = Price(text), amount > .zero else {
        throw ConfigurationError("--price", "must be an amount above 0, found \(text)")
      }
      return amount
    }
    let control = Control(
      action: Word.action, target: target, reason: reason, who: who ?? Self.user)
    try Ledger(LedgerPlace.path(of: ledger), .person)
      .say(control, price: amount, wall: SystemClock().time)
    return .done
  }

  private static var user: String {
    ProcessEnvironment.variables.first { $0.name == "USER" }?.value ?? "person"
  }
}
