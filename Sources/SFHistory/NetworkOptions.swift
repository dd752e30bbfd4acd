import ArgumentParser
import Logging
import SFCore
import SFHTTP
import SFRun
import SFTool

/// How a server is asked.
struct NetworkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Trust the certificates in this file (PEM) in place of the system's.", valueName: "file"))
  var cacert: String?

  @Option(help: ArgumentHelp("The most requests at once.", valueName: "count"))
  var requests = 4

  @Option(
    help: ArgumentHelp(
      "How long a connection, an answer, or a download that stands still may take.",
      valueName: "time"))
  var timeout = TimeSpan.seconds(10)

  @Option(
    help: ArgumentHelp(
      "How often a request is tried again that failed on the way or at the server.",
      valueName: "count"))
  var retries = 8

  @Option(
    help: ArgumentHelp(
      "The longest pause behind a first failure; it doubles with each further, up to 30s.",
      valueName: "time"))
  var backoff = TimeSpan.milliseconds(500)

  @Option(
    help: ArgumentHelp(
      "Wait for as long as the server asks to keep still (HTTP 429, 418), up to this; else exit 75.",
      valueName: "time"))
  var maxWait = TimeSpan.seconds(900)

  func validate() throws {
    if !(1...64).contains(requests) {
      throw ValidationError("--requests must be 1 to 64, is \(requests)")
    }
    if !(0...100).contains(retries) {
      throw ValidationError("--retries must be 0 to 100, is \(retries)")
    }
    if timeout == .zero || backoff == .zero {
      throw ValidationError("--timeout and --backoff must be more than 0")
    }
  }

  /// What a server is told of who asks.
  static var agent: String { "SignalFlow/\(Tool.version)" }

  /// Refuses an address with a password or a key, which would be seen in headers and messages.
  static func check(address: String) throws(ConfigurationError) {
    guard AddressSecret.isIn(address) else { return }
    throw ConfigurationError(
      "the address", "'\(AddressSecret.without(address))' has a password or a key, expected none",
      help: "a server that asks for one stands behind a proxy of yours")
  }

  /// Asks a host whose answers `rules` knows; with an `outage` for as long as it takes, else as often
  /// and as long as the options say.
  func courier(
    _ rules: any HostRules, _ clock: any Clock, _ log: Logger, outage: Outage? = nil
  ) throws -> Courier {
    var options = HTTPOptions(agent: Self.agent)
    options.certificates = cacert
    options.patience = Int(timeout.milliseconds)
    var policy = Courier.Policy(
      backoff: Backoff(first: Int(backoff.milliseconds), retries: retries))
    policy.atOnce = requests
    policy.longestStill = Int(maxWait.milliseconds / 1_000)
    let courier = Courier(try client(options, clock), rules, policy, clock, outage: outage)
    courier.onNotice = { log.say($0) }
    return courier
  }

  private func client(
    _ options: HTTPOptions, _ clock: any Clock
  ) throws(HostError) -> HTTPClient {
    do throws(HTTPFailure) {
      return try HTTPClient(options, stop: Interruption.descriptor, clock)
    } catch { throw HostError(.unavailable, error.reason) }
  }
}

extension Logger {
  fileprivate func say(_ notice: Courier.Notice) {
    switch notice {
    case .again(let url, let reason, let milliseconds, let failures, let retries):
      let count = retries.map { "\(failures) of \($0)" } ?? "\(failures)"
      warning("\(url): \(reason); tries again in \(milliseconds) ms (\(count))")
    case .keepingStill(let seconds, let reason):
      warning("the exchange asks to keep still for \(seconds) s: \(reason)")
    }
  }
}
