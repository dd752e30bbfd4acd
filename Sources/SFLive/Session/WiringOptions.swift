import ArgumentParser
import SFSession

/// What a text alone does not say: who reads what beside its pipe, and who serves it.
struct WiringOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A stream that a stage reads beside its standard input: '{name}' in its words stands for the "
        + "path. From a stage, a directory (with a slash) or tcp://HOST:PORT.",
      valueName: "stage:name=from"),
    transform: WiringOptions.side)
  var also: [Wiring.Side] = []

  @Option(
    help: ArgumentHelp(
      "The outside speaks through this stage though it has inputs: what it writes is no function of "
        + "them.", valueName: "stage"))
  var origin: [String] = []

  @Option(
    help: ArgumentHelp(
      "A foreign stage that may begin so many marks before the end of its journal, uncompared.",
      valueName: "stage=marks"),
    transform: WiringOptions.warmUp)
  var warmUp: [WarmUp] = []

  @Option(
    help: ArgumentHelp(
      "Leave this stage to an sf-serve elsewhere, whose --listen is this address; what it reads of "
        + "this session it fetches from where --listen says.", valueName: "stage=tcp://host:port"),
    transform: WiringOptions.host)
  var host: [Host] = []

  /// A stage, and where another machine serves it.
  struct Host {
    let stage: String
    let address: String
  }

  /// A stage, and how many marks it needs to know what it knew.
  struct WarmUp {
    let stage: String
    let marks: Int
  }

  init() {}

  var wiring: Wiring {
    var wiring = Wiring()
    wiring.sides = also
    wiring.origins = origin
    wiring.warmUps = warmUp.map { ($0.stage, $0.marks) }
    wiring.hosts = host.map { ($0.stage, $0.address) }
    return wiring
  }

  /// The options again, for a command line that says the same.
  var words: [String] {
    var words = also.flatMap { ["--also", "\($0.stage):\($0.name)=\($0.from)"] }
    words += origin.flatMap { ["--origin", $0] }
    words += warmUp.flatMap { ["--warm-up", "\($0.stage)=\($0.marks)"] }
    return words + host.flatMap { ["--host", "\($0.stage)=\($0.address)"] }
  }

  private static func side(_ text: String) throws -> Wiring.Side {
    guard let side = Wiring.Side(text) else {
      throw ValidationError("found '\(text)', expected STAGE:NAME=FROM as in mine:market=ingest")
    }
    return side
  }

  private static func host(_ text: String) throws -> Host {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[1].hasPrefix("tcp://") else {
      throw ValidationError("found '\(text)', expected STAGE=tcp://HOST:PORT")
    }
    return Host(stage: parts[0], address: parts[1])
  }

  private static func warmUp(_ text: String) throws -> WarmUp {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let marks = Int(parts[1]), marks > 0 else {
      throw ValidationError("found '\(text)', expected STAGE=MARKS as in mine=200")
    }
    return WarmUp(stage: parts[0], marks: marks)
  }
}
