import SFCore
import SFTool
import SFWire

/// The first line of each side: who asks, with the settings that a model may know, and who answers.
struct ModelGreeting {
  /// What the model says of itself.
  let name: String
  let version: String
  /// Tells what it has loaded from something else.
  let hash: String

  /// Settings of sf-strategy that say nothing of prices or money.
  private static let open = [
    "interval", "fill", "entry_order", "allow_short", "max_positions_per_symbol", "max_positions",
    "model_wait", "signal_window", "signal_horizon",
  ]

  /// The header that a model is shown: of sf-strategy alone, without what a price could be read from.
  static func header(of entry: StageEntry) -> Header {
    Header(stages: [
      StageEntry(
        name: entry.name, version: entry.version,
        config: open.compactMap { key in entry.config.first { $0.key == key } })
    ])
  }

  /// Reads the model's header.
  ///
  ///     {"type":"header","protocol":1,"stages":[{"name":"dip","version":"3","config":{"hash":"…"}}]}
  init(_ line: Line) throws {
    let version: Int
    let header: Header
    do throws(WireError) { (version, header) = try HeaderLine.read(line) } catch {
      throw Self.refusal("column \(error.column): \(error.message)")
    }
    guard version == Header.protocolVersion else {
      throw Self.refusal("found protocol \(version), expected \(Header.protocolVersion)")
    }
    guard let stage = header.stages.last else {
      throw Self.refusal("found a header without stages, expected the model's own")
    }
    guard case .text(let hash)? = stage.setting(named: "hash"),
      (8...64).contains(hash.count)
    else {
      throw Self.refusal(
        "found no 'hash' in the config of '\(stage.name)', expected a text of 8 to 64 characters")
    }
    name = stage.name
    self.version = stage.version
    self.hash = hash
  }

  private static func refusal(_ message: String) -> StageError {
    StageError(.protocolMismatch, "the model's header: \(message)")
  }
}
