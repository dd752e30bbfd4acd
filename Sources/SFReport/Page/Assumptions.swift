import SFCore

/// What the simulation took for granted, in sentences, from the settings of `sf-strategy`.
enum Assumptions {
  /// Empty when the header knows no such stage.
  static func sentences(_ stages: [StageEntry]) -> [String] {
    guard let stage = stages.last(where: { $0.name == "sf-strategy" }) else { return [] }
    let settings = Settings(stage)
    return fills(settings) + costs(settings) + positions(settings) + always
  }

  /// The settings of a stage by key, as texts.
  private struct Settings {
    let stage: StageEntry

    init(_ stage: StageEntry) { self.stage = stage }

    /// `nil` where the header does not say, or says nothing.
    subscript(key: String) -> String? {
      switch stage.setting(named: key) {
      case .text(let text), .number(let text): text
      case .flag(let flag): flag ? "yes" : "no"
      default: nil
      }
    }

    func list(_ key: String) -> [String] {
      guard case .list(let values)? = stage.setting(named: key) else {
        return []
      }
      return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
  }

  private static func fills(_ settings: Settings) -> [String] {
    var sentences: [String] = []
    switch settings["fill"] {
    case "next_open":
      sentences.append(
        "An order is decided at the close of a bar and fills at the open of the symbol's next bar: "
          + "no decision knows the price at which it will fill.")
    case "close":
      sentences.append(
        "An order fills at the close at which it is decided. Nobody can trade so: it is for "
          + "comparison with other programs.")
    case let other?: sentences.append("Market orders fill by the model \(other).")
    case nil: break
    }
    if let entry = settings["entry"], entry.hasPrefix("limit") {
      sentences.append(
        "Entries are limit orders (\(entry)): one fills when a bar trades beyond its price, "
          + "touching is not enough, and without slippage.")
    }
    switch settings["exit_trigger"] {
    case "intrabar":
      sentences.append(
        "Stops and targets close inside bars, at their level with slippage. The path of a bar is "
          + "unknown: a stop counts as met before a target.")
    case "close":
      sentences.append(
        "Exit rules look at closes: a level that is met inside a bar closes nothing.")
    default: break
    }
    if let part = settings["max_participation"] {
      sentences.append("An entry is at most \(part) of the volume of its bar.")
    } else if settings["fill"] != nil {
      sentences.append("Any quantity fills at once: orders do not move the market.")
    }
    return sentences
  }

  private static func costs(_ settings: Settings) -> [String] {
    var sentences: [String] = []
    if let fee = settings["fee"] {
      sentences.append("Fee: \(fee) of what is bought or sold, each time.")
    }
    if let slippage = settings["slippage"] {
      sentences.append(
        slippage == "0.0"
          ? "No slippage: market orders fill at the very price of the model."
          : "Slippage: \(slippage) of the price, against the trader, on every market order.")
    }
    return sentences
  }

  private static func positions(_ settings: Settings) -> [String] {
    var sentences: [String] = []
    if let capital = settings["capital"] {
      sentences.append(
        "The run began with \(capital) in quote currency and bought nothing with money that was "
          + "not there: an order that cash cannot pay is reduced or refused.")
    }
    if let size = settings["size"] { sentences.append("Size of an entry: \(size).") }
    let exits = settings.list("exit")
    if settings["fill"] != nil {
      sentences.append(
        exits.isEmpty
          ? "No exit rule: positions stay open." : "Exits: \(exits.joined(separator: ", ")).")
    }
    switch settings["allow_short"] {
    case "yes":
      sentences.append(
        "Shorts are allowed: their proceeds and as much again are locked; no borrow fee, no "
          + "liquidation.")
    case "no": sentences.append("Long only: a falling signal opens nothing.")
    default: break
    }
    return sentences
  }

  private static let always = [
    "Funding of perpetual contracts is not charged.",
    "Equity is cash and every position at its last close. Buying and holding pays the same fee and "
      + "slippage.",
  ]
}
