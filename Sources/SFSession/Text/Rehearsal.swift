import SFCore

/// A text that follows a market, as one that goes through what is stored of it: `--replay`.
///
///     sf-ingest binance --symbols A,B --interval 1m --store market.db --follow
///     sf-ingest --symbols A,B --interval 1m --store market.db
public enum Rehearsal {
  /// What both `sf-ingest binance` and `sf-ingest` are told.
  private static let kept = ["--symbols", "--interval", "--from", "--to", "--store"]

  public static func of(_ text: SessionText) throws(ConfigurationError) -> SessionText {
    var text = text
    // What is replayed is as old as it is.
    if let place = text.index(ofTool: "sf-broker") { text.stages[place].remove("--max-age") }
    guard let first = text.stages.first, isLive(first.words) else { return text }
    guard first.has(["--store"]) else {
      throw ConfigurationError(
        "--replay", "goes through stored bars, and \(first.name) names no store",
        help: "add --store to its words, or give files")
    }
    text.stages[0].words =
      ["sf-ingest"]
      + kept.flatMap { option in first.value(of: option).map { [option, $0] } ?? [] }
    return text
  }

  /// Whether the words are those of a source that asks an exchange.
  static func isLive(_ words: [String]) -> Bool {
    let tool = StageName.file(of: words[0])
    return tool == "sf-ingest-binance"
      || tool == "sf-ingest" && words.dropFirst().first == "binance"
  }
}
