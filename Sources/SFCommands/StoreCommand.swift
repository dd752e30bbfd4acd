import ArgumentParser
import Logging
import SFCore
import SFStore
import SFTool
import SFTransport

/// `sf-store`: what is in a store, whether it is sound, and moving it to another.
public struct StoreCommand: ToolCommand {
  public static let examples = [
    Example(
      "what is in a store: symbols, from when to when, what is missing",
      "sf-ingest --synthetic --store market.db --output bars.jsonl && sf-store info market.db"),
    Example("is it sound", "sf-store check market.db"),
    Example(
      "all of it into another store, of whatever kind",
      "sf-store export market.db | sf-store import copy.db"),
  ]
  public static let configuration = toolConfiguration(
    "sf-store", "Looks into a store of market data, checks it, and moves it.",
    more: """
      ACTIONS:
        sf-store info STORE           datasets: rows, first and last, gaps; the size
        sf-store check STORE          the file and each row; exit 1 on a finding
        sf-store vacuum STORE         gives back room that is not needed
        sf-store export STORE         all of it as lines of JSON, on standard output
        sf-store import STORE [FILE]  adds such lines, from a file or standard input

      STORE is a file of SQLite, or postgres://user@host/name.

      Times are those of the open of a bar. A gap is missing between two bars; it is
      known when the source itself lacks it. One process writes to a store; any
      number read meanwhile.
      """)

  enum Action: String, CaseIterable, ExpressibleByArgument {
    case info, check, vacuum, export, `import`
  }

  @Argument(help: "What to do.")
  var action: Action?

  @Argument(help: "The store.", transform: StoreOptions.address)
  var store: StoreAddress?

  @Argument(help: "To import: the lines of an export, - for standard input (the default).")
  var file: String?

  @Flag(help: "With info: a line of JSON for each dataset.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "To import: of two rows of one time that disagree keep the first or the last. "
        + "[default: an error]", valueName: "which"))
  var onConflict: StoreConflictRule?

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    if let action, action != .import {
      if let file { throw ValidationError("'\(file)': only import takes a second file") }
      if onConflict != nil { throw ValidationError("--on-conflict goes with import") }
    }
    if json, let action, action != .info { throw ValidationError("--json goes with info") }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard let action, let store else {
      let expected = Action.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError(
        action == nil ? "no action was given, expected \(expected)" : "no store was given",
        help: "for example: sf-store info market.db")
    }
    try Interruption.install(grace: 5)
    let output = LineOutput(try DescriptorSink(path: "-"))
    switch action {
    case .info:
      try output.write(
        try StoreInfo(Stores.open(store, for: .reading)).text(isJSON: json))
    case .check:
      let findings = try Stores.open(store, for: .reading).check()
      for finding in findings { try output.write(finding + "\n") }
      try output.flush()
      return findings.isEmpty ? .done : .found
    case .vacuum:
      let opened = try Stores.open(store, for: .writing)
      let before = try opened.size()
      try opened.vacuum()
      let after = try opened.size()
      log.notice("'\(opened.name)' took \(before) bytes, takes \(after)")
    case .export:
      try StoreDump(try Stores.open(store, for: .reading), output).write()
    case .import:
      let opened = try Stores.open(store, for: .writing)
      var reader = StoreDumpReader(opened, onConflict)
      try reader.read(try LineInput(path: file ?? "-", output: output))
      log.notice("\(reader.appended.text(in: opened.name, "row"))")
    }
    try output.flush()
    return Interruption.isRequested ? Interruption.exitStatus : .done
  }
}

extension StoreConflictRule: ExpressibleByArgument {}
