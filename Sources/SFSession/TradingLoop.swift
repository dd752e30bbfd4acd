import SFServe

/// The inputs of `sf-strategy | sf-risk | sf-broker` beside the pipe: what the market does, and what
/// the venue answers.
///
///     ingest ──▶ … ──▶ strategy ──▶ risk ──▶ broker
///        └ market ────────────────────┴─────────┘
///                         └── answers ┴─────────┘
enum TradingLoop {
  private static let market = "market"
  private static let answers = "answers"

  /// Gives the tools of the loop their inputs, and the words that name them. Without sf-broker there
  /// is no loop: the strategy holds the venue itself.
  static func wire(_ stages: inout [StagePlan], of text: SessionText) {
    guard let broker = text.index(ofTool: "sf-broker"), let first = stages.first else { return }
    let source = first.name
    let venue = stages[broker].name
    for place in stages.indices {
      switch text.stages[place].tool {
      case "sf-strategy": stages[place].read(answers, from: venue)
      case "sf-risk":
        stages[place].read(market, from: source)
        stages[place].read(answers, from: venue)
      case "sf-broker":
        stages[place].read(market, from: source)
        // The outside speaks through it, whatever the venue is.
        stages[place].speaksForOutside = true
      default: break
      }
    }
  }
}

extension StagePlan {
  fileprivate mutating func read(_ name: String, from stage: String) {
    inputs.append(.init(name: name, from: stage))
    words += ["--\(name)", "{\(name)}"]
  }
}
