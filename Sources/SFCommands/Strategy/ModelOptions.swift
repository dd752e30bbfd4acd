import ArgumentParser
import SFCore
import SFEngine
import SFRun
import SFStrategy
import SFTool
import SFTransport

/// Who decides on entries that passed the filters.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A program that decides on entries: a shell starts it, and it is asked line by line.",
      valueName: "command"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Ask by this descriptor, and hear answers by the next one.", valueName: "number"))
  var modelFd: Int32?

  @Option(help: ArgumentHelp("Ask a model that listens on this Unix socket.", valueName: "path"))
  var modelSocket: String?

  @Option(
    help: ArgumentHelp(
      "Decide as this run did, with its settings of the model, and ask nobody.",
      valueName: "file"))
  var decisions: String?

  @Flag(help: "Write what a model would be asked, and enter as without one.")
  var requests = false

  @Option(
    help: ArgumentHelp(
      "How many times a model is asked again about an entry that it lets wait (3).",
      valueName: "marks"))
  var modelWait: Int?

  @Option(
    help: ArgumentHelp(
      "What becomes of an entry when the model is dead, wrong or late: stop, enter or skip (stop).",
      valueName: "action"))
  var modelFallback: AskedModel.Fallback?

  @Option(
    help: ArgumentHelp(
      "How long an answer may take, as 1s; for live use (no limit).", valueName: "time"))
  var modelTimeout: String?

  @Option(
    help: ArgumentHelp(
      "Signals of a detector by which a model sees it judged, the last whose outcome is known (100).",
      valueName: "count"))
  var signalWindow: Int?

  @Option(
    help: ArgumentHelp("Bars after which the outcome of a signal is known (10).", valueName: "bars")
  )
  var signalHorizon: Int?

  @Option(
    help: ArgumentHelp(
      "What this stage wrote before it was stopped, if it is there: decisions are taken from it.",
      valueName: "directory"))
  var recorded: String?

  /// Who decides, and how; `nil` when every entry that passed the filters is one.
  func resolve() throws -> Choice? {
    let ways = [
      ("--model", model != nil), ("--model-fd", modelFd != nil),
      ("--model-socket", modelSocket != nil), ("--decisions", decisions != nil),
      ("--requests", requests),
    ].filter(\.1).map(\.0)
    guard ways.count < 2 else {
      throw ConfigurationError(ways[1], "does not go with \(ways[0]): one decides")
    }
    guard let way = ways.first else { return try refuseSettings("goes with --model") }
    if let decisions {
      try refuseSettings("does not go with --decisions: a run that is repeated has its own")
      return try Choice(repeating: decisions)
    }
    if requests {
      try refuse(
        "goes with --model",
        [("--model-fallback", modelFallback != nil), ("--model-timeout", modelTimeout != nil)])
    }
    return Choice(try rules(), settings(asks: !requests), try opening(way))
  }

  private func rules() throws(ConfigurationError) -> ModelRules {
    let rules = ModelRules(
      wait: modelWait ?? 3, signalWindow: signalWindow ?? 100, signalHorizon: signalHorizon ?? 10)
    for (option, number, range) in [
      ("--model-wait", rules.wait, 0...1_000_000),
      ("--signal-window", rules.signalWindow, 1...10_000),
      ("--signal-horizon", rules.signalHorizon, 1...10_000),
    ] where !range.contains(number) {
      throw ConfigurationError(
        option, "must be \(range.lowerBound) to \(range.upperBound), is \(number)")
    }
    return rules
  }

  private var fallback: AskedModel.Fallback { modelFallback ?? .stop }

  private func settings(asks: Bool) -> [Setting] {
    let asked =
      asks
      ? [Setting("model_fallback", fallback.rawValue), Setting("model_timeout", modelTimeout)]
      : [Setting("requests", true)]
    return [Setting("model_wait", modelWait ?? 3)] + asked + [
      Setting("signal_window", signalWindow ?? 100), Setting("signal_horizon", signalHorizon ?? 10),
    ]
  }

  // MARK: What goes together

  private func refuse(
    _ reason: String, _ options: [(name: String, isGiven: Bool)]
  ) throws(ConfigurationError) {
    for option in options where option.isGiven {
      throw ConfigurationError(option.name, reason)
    }
  }

  @discardableResult
  private func refuseSettings(_ reason: String) throws(ConfigurationError) -> Choice? {
    try refuse(
      reason,
      [
        ("--model-wait", modelWait != nil), ("--model-fallback", modelFallback != nil),
        ("--model-timeout", modelTimeout != nil), ("--signal-window", signalWindow != nil),
        ("--signal-horizon", signalHorizon != nil),
      ])
    return nil
  }

  // MARK: Opening

  private func opening(_ way: String) throws(ConfigurationError) -> Choice.Opening {
    let timeout = try modelTimeout.map { text throws(ConfigurationError) in
      guard let span = TimeSpan(text), span > .zero else {
        throw ConfigurationError(
          "--model-timeout", "must be a time like 500ms or 1s, found \(text)")
      }
      return span
    }
    if let modelFd, modelFd < 0 {
      throw ConfigurationError("--model-fd", "must be a descriptor, is \(modelFd)")
    }
    return { [self] entry in
      if way == "--requests" { return (NobodyAsked(), entry) }
      let clock = SystemClock()
      let (name, channel) = try channel(clock)
      let asked = AskedModel(
        name, channel, fallback: fallback, timeout: timeout, wait: modelWait ?? 3, clock)
      let greeting = try asked.greet(entry)
      let decider = try recorded.flatMap { try RecordedDecisions.ofStage($0, then: asked) }
      return (decider ?? asked, entry.naming(model: greeting.hash))
    }
  }

  private func channel(_ clock: any Clock) throws -> (name: String, ModelChannel) {
    if let modelFd {
      return (
        "fd:\(modelFd)", ModelChannel(try Duplex(descriptors: modelFd), child: nil, clock)
      )
    }
    if let modelSocket {
      return (modelSocket, ModelChannel(try Duplex(socket: modelSocket), child: nil, clock))
    }
    let command = model ?? ""
    return (command, try ModelChannel.start(command, clock))
  }
}

extension AskedModel.Fallback: ExpressibleByArgument {}
