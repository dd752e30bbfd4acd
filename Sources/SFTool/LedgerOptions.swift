import ArgumentParser

/// Where a venue writes down what it was asked for and what it answered.
public struct LedgerOptions: ParsableArguments {
  public enum Sync: String, CaseIterable, ExpressibleByArgument, Sendable { case always, never }

  @Option(
    help: ArgumentHelp(
      "Write down orders, fills and answers in this file, and go on where it ends.",
      valueName: "file"))
  public var ledger: String?

  @Option(
    help: ArgumentHelp(
      "With --ledger: whether each commit waits for the disk; never is for rehearsals.",
      valueName: "when"))
  public var ledgerSync = Sync.always

  public init() {}
}
