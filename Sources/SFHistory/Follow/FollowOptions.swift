import ArgumentParser
import SFBinanceREST
import SFCore
import SFTool

/// How a market is followed.
struct FollowOptions: ParsableArguments {
  @Flag(help: "Go on with each bar that closes, until INT or TERM, or --to.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "With --follow: how long behind its time a mark waits for a bar that is late.",
      valueName: "time"))
  var wait = TimeSpan.seconds(5)

  @Option(
    help: ArgumentHelp(
      "With --follow: begin with the bars of so long before now.", valueName: "time"))
  var warmUp: TimeSpan?

  @Flag(help: "With --follow: write the best bid and ask of each symbol as a mark closes.")
  var quotes = false

  @Flag(
    help: """
      With --follow: bars and quotes as the exchange sends them, by its streams; it is asked only \
      for what they have not said.
      """)
  var stream = false

  @Option(help: ArgumentHelp("With --stream: where the streams are.", valueName: "url"))
  var streams = BinanceStream.standardURL

  func validate() throws {
    if stream, !follow { throw ValidationError("--stream goes with --follow") }
    if streams != BinanceStream.standardURL, !stream {
      throw ValidationError("--streams goes with --stream")
    }
    if !["ws://", "wss://"].contains(where: streams.hasPrefix) {
      throw ValidationError(
        "--streams is '\(streams.shown())', expected an address such as \(BinanceStream.standardURL)"
      )
    }
    if warmUp != nil, !follow { throw ValidationError("--warm-up goes with --follow") }
    if quotes, !follow { throw ValidationError("--quotes goes with --follow") }
  }

  /// The effective values, for the header; of what was not asked for nothing is said.
  var settings: [Setting] {
    [Setting("follow", follow), Setting("wait", wait.description)]
      + (warmUp.map { [Setting("warm_up", $0.description)] } ?? [])
      + (quotes ? [Setting("quotes", true)] : [])
      + (stream ? [Setting("streams", streams)] : [])
  }
}
