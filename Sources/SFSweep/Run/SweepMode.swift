/// How much capital a signal of a trial competes for.
enum SweepMode: String, CaseIterable, Sendable {
  /// One capital over all symbols, as the pipeline says.
  case portfolio
  /// Each symbol alone with its share of the capital; one equity curve of all of them.
  case isolated
  /// Every signal is traded with the same notional and runs to its own exit: what is it worth?
  case unlimited

  /// What an entry of an unlimited trial takes, in quote currency.
  static let notional = 1_000
  /// More than any number of such entries needs; figures are of what they did need.
  private static let capital = 1_000_000_000

  /// The words of `sf-strategy` in this mode; an option that stands twice counts as it stands last.
  func words(_ words: [String]) -> [String] {
    guard self == .unlimited, Self.tool(of: words[0]) == "sf-strategy" else {
      return words
    }
    return words + [
      "--capital", String(Self.capital), "--size", "fixed_notional:\(Self.notional)",
      "--max-positions-per-symbol", String(Self.capital), "--max-positions",
      String(Self.capital), "--min-notional", "0", "--both-directions",
    ]
  }

  /// A run as it is judged: one that had more money than anybody has is judged as a run with what
  /// it needed.
  func judged(_ record: RunRecord) -> RunRecord {
    guard self == .unlimited, let need = NeededCapital(of: record) else { return record }
    return record.with(need)
  }

  /// The name of the tool that a word starts, without its directory.
  static func tool(of word: String) -> String {
    word.split(separator: "/").last.map(String.init) ?? word
  }
}
