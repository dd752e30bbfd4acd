import SFCore

/// What became of the signals of a run, as far as people must be told where nothing came of them.
struct SignalTally: Codable, Sendable {
  private(set) var signals = 0
  /// Whether one of them has become an order: what is refused besides is no news.
  private(set) var hasOrdered = false
  /// Whether the validator that was asked for has said anything.
  private(set) var hasHeardValidator = false
  /// Of symbols that have had no bar that trades, in the order in which they came.
  private var strangers: [Stranger] = []
  /// Those that came at a mark without a bar to trade on, and were on another interval.
  private var offInterval = 0
  /// The last interval of those.
  private var otherInterval: Interval?
  /// Who gave signals, as long as nothing was ordered.
  private var detectors: [String] = []
  private var refusals: [Refused] = []

  private struct Stranger: Codable, Sendable {
    let symbol: Symbol
    var signals: Int
  }

  private struct Refused: Codable, Sendable {
    let by: String
    let reason: RefusalReason
    var signals: Int
  }

  /// More are not told apart.
  private static let most = 32

  mutating func hear(_ signal: Signal, isValidator: Bool) {
    signals += 1
    hasHeardValidator = hasHeardValidator || isValidator
    guard !hasOrdered, detectors.count < Self.most, !detectors.contains(signal.detector) else {
      return
    }
    detectors.append(signal.detector)
  }

  mutating func hear(ofStranger symbol: Symbol) {
    if let index = strangers.firstIndex(where: { $0.symbol == symbol }) {
      strangers[index].signals += 1
    } else if strangers.count < Self.most {
      strangers.append(Stranger(symbol: symbol, signals: 1))
    }
  }

  mutating func hear(onOther interval: Interval) {
    offInterval += 1
    otherInterval = interval
  }

  mutating func refuse(_ signals: Int = 1, by component: String, _ reason: RefusalReason) {
    guard !hasOrdered else { return }
    if let index = refusals.firstIndex(where: { $0.by == component && $0.reason == reason }) {
      refusals[index].signals += signals
    } else if refusals.count < Self.most {
      refusals.append(Refused(by: component, reason: reason, signals: signals))
    }
  }

  mutating func order() {
    guard !hasOrdered else { return }
    hasOrdered = true
    (refusals, detectors) = ([], [])
  }
}

// MARK: - What is said

extension SignalTally {
  /// Sentences about what never happened in a run that had bars.
  func sentences(_ rules: EntryRules, _ markets: Markets) -> [String] {
    guard let interval = markets.interval else { return [] }
    guard signals > 0 else { return ["no signal came in the whole run: nothing was ordered"] }
    var sentences: [String] = []
    if let validator = rules.electorate.validator, !hasHeardValidator {
      sentences.append("the validator \(validator) gave no signal in the whole run")
    }
    let unknown = strangers.filter { markets.series(of: $0.symbol) == nil }
    if !unknown.isEmpty {
      let symbols = unknown.prefix(3).map(\.symbol.text).joined(separator: " ")
      let count = unknown.reduce(0) { $0 + $1.signals }
      sentences.append(
        "\(Self.of(count)) of \(symbols)\(unknown.count > 3 ? " …" : "") came to nothing: "
          + "no bar on \(interval), on which it would trade")
    }
    if offInterval > 0, let otherInterval {
      sentences.append(
        "\(Self.of(offInterval)) on \(otherInterval) came to nothing: no bar on \(interval), on "
          + "which is traded, had the same ts")
    }
    if !hasOrdered { sentences.append(nothingOrdered(rules)) }
    return sentences
  }

  private static func of(_ signals: Int) -> String {
    signals == 1 ? "1 signal" : "\(signals) signals"
  }

  /// Who refused them, the most frequent first.
  private func nothingOrdered(_ rules: EntryRules) -> String {
    let ranked = refusals.enumerated().sorted {
      ($1.element.signals, $0.offset) < ($0.element.signals, $1.offset)
    }
    let reasons = ranked.prefix(3).map {
      "\($0.element.by) refused \($0.element.signals) (\($0.element.reason))"
    }
    let text =
      "\(Self.of(signals)) and no order"
      + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: ", "))
    guard let aggregator = rules.aggregator?.content, type(of: aggregator).readsQuorum,
      let quorum = rules.electorate.quorum
    else { return text }
    return text + "; \(type(of: aggregator).kind) asks \(quorum) detectors, and signals came of "
      + "\(detectors.count): \(detectors.sorted().joined(separator: " "))"
  }
}

extension Trader {
  /// Counts the signals of a mark.
  mutating func countSignals(_ step: borrowing Step) {
    let validator = rules.entries.electorate.validator
    let signals = step.signals
    for place in signals.indices {
      let signal = signals[place]
      tally.hear(signal, isValidator: validator != nil && signal.detector == validator)
      if isOfTraded(signal) { continue }
      let series = step.series[signal.series]
      guard series.symbol != .all else { continue }
      guard let traded = markets.series(of: series.symbol) else {
        tally.hear(ofStranger: series.symbol)
        continue
      }
      if traded != signal.series, step.bar(of: traded) == nil {
        tally.hear(onOther: series.interval)
      }
    }
  }
}
