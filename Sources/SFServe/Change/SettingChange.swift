import SFCore

/// How the settings of a stage differ, by what it says of itself in a header. Its version is no
/// setting, and places are not in a header.
public enum SettingChange {
  /// The first setting that differs, as a sentence; `nil` when there is none.
  public static func find(from old: StageEntry, to new: StageEntry) -> String? {
    for setting in new.config {
      let before = old.config.first { $0.key == setting.key }
      guard let before else { return "\(option(setting)) is new, \(text(setting.value))" }
      if before.value != setting.value {
        return "\(option(setting)) is \(text(setting.value)), and was \(text(before.value))"
      }
    }
    let gone = old.config.first { setting in !new.config.contains { $0.key == setting.key } }
    return gone.map { "\(option($0)) is gone, and was \(text($0.value))" }
  }

  private static func option(_ setting: Setting) -> String {
    "--" + String(setting.key.map { $0 == "_" ? "-" : $0 })
  }

  private static func text(_ value: Setting.Value) -> String {
    switch value {
    case .text(let text), .number(let text), .json(let text): text
    case .flag(let flag): flag ? "set" : "not set"
    case .null: "not set"
    case .list(let values): "[" + values.map(text).joined(separator: ", ") + "]"
    }
  }
}
