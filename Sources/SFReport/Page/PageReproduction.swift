import SFCore

/// Every stage of the header with its version and its settings.
enum PageReproduction {
  static func html(_ stages: [StageEntry]) -> String {
    guard !stages.isEmpty else {
      return PageFrame.note("The stream had no header: nothing is known of the stages before.")
    }
    let parts = stages.filter { $0.name != WalkFolds.stage }.map { stage in
      let unset = stage.config.filter { isEmpty($0.value) }.map(\.key)
      let rows = stage.config.filter { !isEmpty($0.value) }.map { setting in
        Markup.element(
          "tr", "",
          Markup.element("th", "scope=\"row\" class=\"text\"", Markup.escaped(setting.key))
            + Markup.element("td", "class=\"text\"", Markup.escaped(setting.value.text)))
      }
      let table =
        rows.isEmpty
        ? PageFrame.note("No settings.") : PageTables.table("<tbody>\(rows.joined())</tbody>")
      return "<div class=\"block\"><h3>\(Markup.escaped("\(stage.name) \(stage.version)"))</h3>\n"
        + table
        + (unset.isEmpty ? "" : PageFrame.note("Not set: \(unset.joined(separator: ", "))."))
        + "</div>\n"
    }
    return PageFrame.note(
      WalkFolds(stages) == nil
        ? "Run these stages in this order, with these settings, over the same input: the same bytes "
          + "come out."
        : "The tests of a walk as one run. These are the settings of its first fold; what was chosen "
          + "for the others stands among the folds.")
      + "<div class=\"tables stages\">\(parts.joined())</div>"
  }

  private static func isEmpty(_ value: Setting.Value) -> Bool {
    value == .null || value == .list([])
  }

}

extension Setting.Value {
  /// For people.
  var text: String {
    switch self {
    case .null: "-"
    case .flag(let flag): flag ? "yes" : "no"
    case .text(let text), .number(let text), .json(let text): text
    case .list(let values): values.isEmpty ? "-" : values.map(\.text).joined(separator: " ")
    }
  }
}
