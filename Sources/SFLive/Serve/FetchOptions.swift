import ArgumentParser
import SFCommands
import SFFetch
import SFServe
import SFTool

/// Who may fetch over a network, and how other machines are asked.
struct FetchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Serve the journal of a stage at this address, too; beyond this machine that needs keys.",
      valueName: "[stage=]tcp://host:port"))
  var listen: [String] = []

  @Option(
    help: ArgumentHelp(
      "The public keys of those who may fetch, one a line.", valueName: "file"))
  var allow: String?

  @OptionGroup var curve: CurveOptions

  init() {}

  /// `stage` is the one that an address without a name is of; `nil` where there are several.
  func network(of stage: String?) throws -> NetworkPlan {
    NetworkPlan(
      places: try listen.map { try Self.place($0, stage) },
      keys: try curve.keys(),
      allowed: try allow.map { try PublicKeys(file: $0) },
      servers: try curve.servers())
  }

  /// The options again, for a serving process that is started.
  var words: [String] {
    listen.flatMap { ["--listen", $0] } + (allow.map { ["--allow", $0] } ?? []) + curve.words
  }

  private static func place(_ text: String, _ stage: String?) throws -> NetworkPlan.Place {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard let stage = parts.count == 2 ? parts[0] : stage else {
      throw UsageError("found --listen \(text), expected STAGE=tcp://HOST:PORT")
    }
    return .init(stage: stage, address: try FetchAddress(tcp: parts[parts.count - 1]))
  }
}
