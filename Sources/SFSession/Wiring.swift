import SFCore
import SFServe

/// Who reads whom: each stage the one before it, and beside that what the tools of the loop need and
/// what the user says.
public struct Wiring: Equatable, Sendable {
  /// An input beside the main one, as the user names it: `mine:market=ingest`.
  public struct Side: Equatable, Sendable {
    public let stage: String
    public let name: String
    /// A stage of the session, a directory or an address.
    public let from: String

    public init(stage: String, name: String, from: String) {
      self.stage = stage
      self.name = name
      self.from = from
    }

    /// `STAGE:NAME=FROM`; `nil` for anything else.
    public init?(_ text: String) {
      guard let colon = text.firstIndex(of: ":"),
        let sign = text[colon...].firstIndex(of: "=")
      else { return nil }
      stage = String(text[..<colon])
      name = String(text[text.index(after: colon)..<sign])
      from = String(text[text.index(after: sign)...])
      guard !stage.isEmpty, !name.isEmpty, !from.isEmpty else { return nil }
    }
  }

  public var sides: [Side] = []
  /// Stages through which the outside speaks though they have inputs.
  public var origins: [String] = []
  /// Stages that may begin so many marks before the end of their journals.
  public var warmUps: [(stage: String, marks: Int)] = []
  /// Stages that another machine serves, and where.
  public var hosts: [(stage: String, address: String)] = []

  public init() {}

  public static func == (a: Wiring, b: Wiring) -> Bool {
    a.sides == b.sides && a.origins == b.origins
      && a.warmUps.elementsEqual(b.warmUps, by: ==) && a.hosts.elementsEqual(b.hosts, by: ==)
  }

  /// The stages of a text with their inputs.
  public func stages(of text: SessionText) throws(ConfigurationError) -> [StagePlan] {
    try check(text)
    var stages = text.stages.enumerated().map { place, stage in
      StagePlan(
        name: stage.name, words: stage.words,
        inputs: place == 0 ? [] : [.init(from: text.stages[place - 1].name)],
        speaksForOutside: origins.contains(stage.name),
        warmUp: warmUps.last { $0.stage == stage.name }?.marks, tees: stage.copies)
    }
    TradingLoop.wire(&stages, of: text)
    for side in sides {
      guard let place = text.index(of: side.stage) else { continue }
      stages[place].inputs.append(.init(name: side.name, from: side.from))
    }
    for place in stages.indices {
      stages[place].host = hosts.last { $0.stage == stages[place].name }?.address
    }
    return stages
  }

  /// Whether all stages that are named are there.
  private func check(_ text: SessionText) throws(ConfigurationError) {
    let named =
      sides.map { ("--also", $0.stage) } + origins.map { ("--origin", $0) }
      + warmUps.map { ("--warm-up", $0.stage) } + hosts.map { ("--host", $0.stage) }
    let names = text.stages.map(\.name)
    for (option, name) in named where !names.contains(name) {
      throw ConfigurationError(
        option, "names '\(name)', and the stages are \(names.joined(separator: " "))",
        help: NearestName.help(for: name, among: names))
    }
  }
}
