import ArgumentParser
import Logging
import SFCommands
import SFCore
import SFFetch
import SFMonitor
import SFNotify
import SFRun
import SFTool
import SFTransport

/// `sf-monitor`: watches sessions, says what is wrong, and shows them.
public struct MonitorCommand: ToolCommand {
  public static let examples = [
    Example(
      "What is wrong with a session that has gone through what was stored",
      "sf-session run -q -f pipelines/paper.sh --dir run --replay && "
        + "sf-monitor run --once --alert mode --alert reconcile"),
    Example(
      "The drawdowns of a backtest, as they come",
      "sf-ingest --synthetic --bars 5000 | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | "
        + "sf-strategy --exit tp_sl | sf-monitor --alert drawdown:max=0.5"),
    Example("What it can watch for", "sf-monitor --list"),
  ]
  public static let configuration = toolConfiguration(
    "sf-monitor", "Watches sessions: alerts, metrics, a page, messages.",
    more: """
      A directory of a session is watched until INT; any other stream until its end. Each alert is
      a line on standard output when it is raised and one when it is over, and a message on
      standard error. Where several are watched, a line names its session.

      Without --alert all rules watch with their defaults. Every rule takes level=info, warning or
      error, and repeat=6h to say it again while it lasts.
      """)

  @Argument(
    help: "Directories of sessions, or streams; - is standard input, tcp://HOST:PORT a stage there."
  )
  var sessions: [String] = []

  @OptionGroup(title: "Alerts") var watching: WatchOptions
  @OptionGroup(title: "Alerts") public var listing: ListOptions
  @OptionGroup(title: "Page") var site: SiteOptions
  @OptionGroup(title: "People") var people: NotifyOptions
  @OptionGroup(title: "Network") var curve: CurveOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    if site.control, site.listen == nil, people.notify.isEmpty {
      throw ValidationError("--control goes with --listen or --notify telegram")
    }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    if listing.list {
      try listing.show(
        [ListedCatalog(alertRuleCatalog), ListedCatalog(Notifiers.catalog)],
        names: watching.alert + people.notify)
      return .done
    }
    try Interruption.install(grace: 5)
    let clock = SystemClock()
    let sources = try (sessions.isEmpty ? ["-"] : sessions).map { try source($0, log) }
    let monitor = try Monitor(
      sources, watching, daily: try people.dailyTime(),
      AlertOutput(try Endpoint.open(output: "-"), names: sources.count > 1, log), clock)
    let notifiers = try people.notifiers()
    let correspondence = try Correspondence(notifiers, log)
    defer { correspondence.close() }
    monitor.correspondence = correspondence
    if watching.once { return try monitor.lookOnce() }
    let desk = ControlDesk(
      sessions: sources.compactMap { ($0 as? WatchedSession)?.state.name })
    let (address, bots) = (try site.address(), NotifyOptions.bots(notifiers))
    if address != nil || !bots.isEmpty {
      let board = Board(isServed: address != nil, canControl: site.control)
      monitor.board = board
      if let address { try serve(board, desk, address, log) }
      try correspondence.hear(
        bots, SessionAnswers(board: board, desk: desk), control: site.control)
    }
    if let url = people.heartbeat { try correspondence.showLife(at: url) }
    try monitor.run(until: Interruption.descriptor)
    return Interruption.isRequested ? Interruption.exitStatus : .done
  }

  private func serve(
    _ board: Board, _ desk: ControlDesk, _ address: SiteAddress, _ log: Logger
  ) throws {
    let token = try site.token()
    let guarding = SiteGuard(token: token, isClosed: token != nil && !address.isLoopback)
    let server = try SiteServer(
      address, try site.tls(), SiteRoutes.router(board, guarding, site.control ? desk : nil))
    let scheme = site.tlsKey == nil ? "http" : "https"
    log.notice("listening on \(scheme)://\(address.host):\(server.port)/")
  }

  private func source(_ name: String, _ log: Logger) throws -> any WatchedSource {
    if WatchedSession.isSession(name) { return try WatchedSession(name) }
    if Endpoint(name) == .socket {
      return WatchedStream(
        try FetchSource(
          FetchAddress(tcp: name), try curve.credentials(), stop: Interruption.descriptor,
          SystemClock()
        ) { log.warning("\($0)") })
    }
    return WatchedStream(
      try Endpoint.open(
        input: name, stop: Interruption.descriptor,
        ifTerminal: UsageError(
          "found a terminal, expected a stream on standard input",
          help: "give the directory of a session, or a stream: sf-strategy … | sf-monitor")))
  }
}
