import ArgumentParser
import SFCore

/// Under which names a tool is configured.
struct ToolKeys {
  /// The section of the tool in a file: `strategy` for `sf-strategy`.
  let section: String
  /// The tool as messages name it.
  let tool: String
  let table: OptionTable

  /// The sections of all tools.
  static let sections = [
    "backtest", "broker", "broker-account", "broker-binance", "broker-cancel", "broker-exit",
    "broker-fills", "broker-halt", "broker-kill", "broker-orders", "broker-prove",
    "broker-reduce", "broker-resume", "broker-settle",
    "broker-shortfall", "broker-status", "broker-virtual", "cat", "check", "detect", "diff",
    "exchange", "export", "features", "gate", "ingest", "ingest-archive", "ingest-binance",
    "ingest-check", "ingest-sniff", "label", "lookahead", "monitor", "plot", "report", "risk",
    "serve", "session", "session-drill", "session-emit", "session-logs",
    "session-restart", "session-run", "session-status", "session-stop", "store", "strategy",
    "sweep", "walk",
  ]

  init(_ type: any ToolCommand.Type) throws {
    tool = type.toolName
    // A tool of two words, such as `sf-ingest check`, has a section of its own.
    section = String(tool.dropFirst("sf-".count).map { $0 == " " ? "-" : $0 })
    table = try OptionTable(type)
  }

  /// The keys of what all tools share: they may stand in a file for several tools. Where a tool
  /// writes is its own: those of a pipeline would all write there.
  static func common() throws -> [String] {
    try OptionTable(CommonOptions.self).options.map(\.key).filter { $0 != "output" }
  }

  /// The option that names a file, which no file can say.
  static let file = "config"

  /// What a file can say.
  var names: [String] { table.options.map(\.key).filter { $0 != Self.file } }

  subscript(name: String) -> ToolOption? { name == Self.file ? nil : table[name] }
}

/// What every tool, or every tool that reads a stream, can be told.
private struct CommonOptions: ParsableArguments {
  @OptionGroup var configured: ConfigurationOptions
  @OptionGroup var talk: TalkOptions
  @OptionGroup var stream: StreamOptions
  @OptionGroup var forward: ForwardOptions
  @OptionGroup var checkpoints: CheckpointOptions
  @OptionGroup var going: AfterOptions
  @OptionGroup var recorded: RecordedOptions
  @OptionGroup var keeping: LedgerOptions
}
