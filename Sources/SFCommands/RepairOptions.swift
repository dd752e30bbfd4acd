import ArgumentParser
import SFCore
import SFIngest
import SFTool

/// What `sf-ingest` does about bars that cannot be or are missing.
struct RepairOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Leave out bars whose prices or volume cannot be, which are an error otherwise (drop), and make "
        + "up what is missing: at the last close (forward_fill) or on the line to the next bar, which "
        + "was not known then (interpolate). Made up bars have volume 0 and the market field repaired.",
      valueName: "rule"),
    transform: Self.rule)
  var repair: RepairRule?

  @Option(
    help: ArgumentHelp(
      "With --repair: how many bars in a row are made up at most; a longer gap stays one. "
        + "[default: 60]", valueName: "bars"))
  var repairLimit: Int?

  func check() throws(UsageError) {
    if repairLimit != nil, repair == nil || repair == .drop {
      throw UsageError("--repair-limit goes with --repair forward_fill or interpolate")
    }
    guard (1...1_000_000).contains(limit) else {
      throw UsageError("--repair-limit must be 1 to 1000000, is \(limit)")
    }
  }

  var limit: Int { repairLimit ?? 60 }

  /// The effective values, for the header.
  var settings: [Setting] {
    let makesUp = repair != nil && repair != .drop
    return [
      Setting("repair", repair?.rawValue), Setting("repair_limit", makesUp ? limit : nil),
    ]
  }

  @Sendable static func rule(_ text: String) throws -> RepairRule {
    guard let rule = RepairRule(rawValue: text) else {
      throw ValidationError("'\(text)' is none of drop, forward_fill, interpolate")
    }
    return rule
  }
}
