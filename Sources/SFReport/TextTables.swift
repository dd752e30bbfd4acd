import SFCore

/// Tables for people at a terminal: aligned, without lines between.
enum TextTables {
  static func text(_ tables: [Table], _ notes: [String]) -> String {
    var blocks = tables.flatMap { table in
      table.isRecord ? record(table) : table.rows.isEmpty ? [] : [rows(table)]
    }
    if !notes.isEmpty { blocks.append(notes.map { clean($0) + "\n" }.joined()) }
    return blocks.joined(separator: "\n")
  }

  /// The sections of a record, all values in one column with their points below each other.
  private static func record(_ table: Table) -> [String] {
    let values = aligned(table.record)
    let width = table.columns.map { clean($0.label).count }.max() ?? 0
    return table.sections.map { section in
      clean(section.title.uppercased()) + "\n"
        + section.columns.map {
          trimmed("  \(left(clean(table.columns[$0].label), width))  \(values[$0])") + "\n"
        }
        .joined()
    }
  }

  private static func rows(_ table: Table) -> String {
    var columns = table.columns.enumerated().map { index, column in
      let isNumeric = table.isNumeric(index)
      let cells = aligned(table.rows.map { $0[index] }, isNumeric: isNumeric)
      let label = clean(column.label)
      let width = max(label.count, cells.map(\.count).max() ?? 0)
      return ([label] + cells).map { isNumeric ? right($0, width) : left($0, width) }
    }
    columns[0] = columns[0].map { "  " + $0 }
    let lines = (0...table.rows.count).map { row in
      trimmed(columns.map { $0[row] }.joined(separator: "  ")) + "\n"
    }
    return clean(table.title.uppercased()) + "\n" + lines.joined()
  }

  /// Numbers with their points below each other; other texts end where the longest number ends.
  private static func aligned(_ cells: [Cell], isNumeric: Bool = true) -> [String] {
    let texts = cells.map { clean($0.short) }
    guard isNumeric else { return texts }
    let parts = texts.map { text -> (whole: Int, fraction: Int) in
      let point = text.firstIndex(of: ".").map { text.distance(from: text.startIndex, to: $0) }
      return (point ?? text.count, text.count - (point ?? text.count))
    }
    let numbers = cells.indices.filter { !cells[$0].isText }
    let whole = numbers.map { parts[$0].whole }.max() ?? 0
    let fraction = numbers.map { parts[$0].fraction }.max() ?? 0
    let width = max(whole + fraction, texts.map(\.count).max() ?? 0)
    return cells.indices.map { index in
      if cells[index].isText { return right(texts[index], width) }
      return right(texts[index] + spaces(fraction - parts[index].fraction), width)
    }
  }

  private static func left(_ text: String, _ width: Int) -> String {
    text + spaces(width - text.count)
  }

  private static func right(_ text: String, _ width: Int) -> String {
    spaces(width - text.count) + text
  }

  private static func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Lines of at most 80 characters.
  static func wrapped(_ text: String, indent: Int) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= 80 {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(spaces(indent) + word)
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A text of a foreign stage must not reach the terminal as a command.
  private static func clean(_ text: String) -> String { text.shown(most: .max) }
}
