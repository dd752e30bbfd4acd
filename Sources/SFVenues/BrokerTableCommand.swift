import ArgumentParser
import Logging
import SFCommands
import SFCore
import SFLedger
import SFReport
import SFTool
import SFTransport

/// What of a ledger is shown.
protocol LedgerTable {
  static var name: String { get }
  static var abstract: String { get }
  static func tables(_ ledger: Ledger) throws -> [Table]
}

enum OrdersTable: LedgerTable {
  static let name = "orders"
  static let abstract = "Shows what a venue was asked for, and what became of it."
  static func tables(_ ledger: Ledger) throws -> [Table] { [try ledger.ordersTable()] }
}

enum FillsTable: LedgerTable {
  static let name = "fills"
  static let abstract = "Shows what was bought and sold."
  static func tables(_ ledger: Ledger) throws -> [Table] { [try ledger.fillsTable()] }
}

enum AccountTable: LedgerTable {
  static let name = "account"
  static let abstract = "Shows what a venue has held, at each change."
  static func tables(_ ledger: Ledger) throws -> [Table] { [try ledger.accountTable()] }
}

enum ShortfallTable: LedgerTable {
  static let name = "shortfall"
  static let abstract = "Shows what fills cost against the market at their decisions."
  static func tables(_ ledger: Ledger) throws -> [Table] { try ledger.shortfallTables() }
}

enum StatusTables: LedgerTable {
  static let name = "status"
  static let abstract = "Shows what a venue lets out, how far it is, and what persons have said."
  static func tables(_ ledger: Ledger) throws -> [Table] { try ledger.statusTables() }
}

/// `sf-broker orders` and its like.
struct BrokerTableCommand<Shown: LedgerTable>: ToolCommand {
  static var examples: [Example] {
    [
      Example(
        "Of a session that has gone through what was stored",
        "sf-session run -q -f pipelines/paper.sh --dir run --replay && sf-broker \(Shown.name) run"
      )
    ]
  }

  static var configuration: CommandConfiguration {
    toolConfiguration("sf-broker \(Shown.name)", Shown.abstract)
  }

  @Option(help: "text, json, jsonl, csv or md.")
  var format = TableFormat.text

  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  @Argument(help: ArgumentHelp("The ledger, or the directory of its session.", valueName: "file"))
  var ledger: String

  func run(_ log: Logger) throws -> ExitStatus {
    let ledger = try Ledger(LedgerPlace.path(of: ledger), .person)
    try Endpoint.open(output: "-").write(text: format.text(try Shown.tables(ledger)))
    return .done
  }
}
