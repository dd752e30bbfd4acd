import SFCore
import SFStrategy

extension ModelOptions {
  /// Who decides on entries, and how that one is asked.
  struct Choice {
    /// Opens the way to whoever decides; what sf-strategy then says of itself has what that one says
    /// of itself.
    typealias Opening = (StageEntry) throws -> (any Decider, StageEntry)

    let rules: ModelRules
    /// What the header says of it.
    let settings: [Setting]
    let open: Opening

    init(_ rules: ModelRules, _ settings: [Setting], _ open: @escaping Opening) {
      self.rules = rules
      self.settings = settings
      self.open = open
    }

    /// The keys of a header that are settings of a model.
    private static let keys = [
      "model", "model_wait", "model_fallback", "model_timeout", "requests", "signal_window",
      "signal_horizon",
    ]

    /// As a run was decided, with the settings that its header has.
    init(repeating path: String) throws {
      let decisions = try RecordedDecisions(path)
      let settings = (decisions.strategy?.config ?? []).filter { Self.keys.contains($0.key) }
      func number(_ key: String) throws(ConfigurationError) -> Int {
        guard case .number(let text)? = settings.first(where: { $0.key == key })?.value,
          let number = Int(text)
        else {
          throw ConfigurationError(
            "--decisions",
            "found no \(key) of an sf-strategy in the header of '\(path)', expected a run with a model"
          )
        }
        return number
      }
      self.init(
        ModelRules(
          wait: try number("model_wait"), signalWindow: try number("signal_window"),
          signalHorizon: try number("signal_horizon")),
        settings, { (decisions, $0) })
    }
  }
}

extension StageEntry {
  /// The same with what the model has loaded, before its other settings.
  func naming(model hash: String) -> StageEntry {
    var entry = self
    let place = config.firstIndex { $0.key == "model_wait" } ?? config.endIndex
    entry.config.insert(Setting("model", hash), at: place)
    return entry
  }
}
