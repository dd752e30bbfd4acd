/// Tables of a report as markup, with the texts that the tables for people have.
enum PageTables {
  /// Every section of a record, and every table, as a block.
  static func blocks(_ tables: [Table]) -> String {
    let parts = tables.filter { !$0.rows.isEmpty }.flatMap { table in
      table.isRecord ? sections(table) : [block(table.title, rows(table), isWide: true)]
    }
    return Markup.element("div", "class=\"tables\"", "\n" + parts.joined())
  }

  /// A table whose heading is that of its section.
  static func alone(_ shown: Table) -> String {
    guard shown.isRecord else { return table(rows(shown)) }
    return shown.sections.map { table(rows(shown, of: $0)) }.joined()
  }

  private static func sections(_ table: Table) -> [String] {
    table.sections.map { section in
      block(section.title, rows(table, of: section))
    }
  }

  /// The rows of a record.
  private static func rows(_ table: Table, of section: Table.Section) -> String {
    let rows = section.columns.map { index in
      Markup.element(
        "tr", "data-key=\"\(Markup.escaped(table.columns[index].key))\"",
        Markup.element("th", "scope=\"row\"", Markup.escaped(table.columns[index].label))
          + Markup.element("td", "", Markup.escaped(table.record[index].short)))
    }
    return "<tbody>\(rows.joined(separator: "\n"))</tbody>"
  }

  /// The rows of a table. With `bar`, a column of amounts is also drawn.
  static func rows(_ table: Table, bar: String? = nil) -> String {
    let isNumeric = table.columns.indices.map(table.isNumeric)
    let drawn = table.columns.firstIndex { $0.key == bar }
    let most = drawn.map { column in
      table.rows.compactMap { $0[column].value?.magnitude }.max() ?? 0
    }
    func cell(_ name: String, _ markup: String, _ column: Int) -> String {
      Markup.element(name, isNumeric[column] ? "" : "class=\"text\"", markup)
    }
    let heads = table.columns.enumerated().map { cell("th", Markup.breakable($1.label), $0) }
    let body = table.rows.map { row in
      let cells = row.enumerated().map { column, value in
        cell("td", Markup.escaped(value.short), column)
          + (column == drawn ? Self.bar(value.value ?? 0, most ?? 0) : "")
      }
      return Markup.element("tr", "", cells.joined())
    }
    let head = heads.enumerated().map {
      $1 + ($0 == drawn ? "<th aria-hidden=\"true\"></th>" : "")
    }
    return "<thead>" + Markup.element("tr", "", head.joined()) + "</thead>\n<tbody>"
      + body.joined(separator: "\n") + "</tbody>"
  }

  /// A bar to the left or right of a middle, as long as the value's share of the largest.
  private static func bar(_ value: Double, _ most: Double) -> String {
    let share = most > 0 ? (value.magnitude / most * 1_000).rounded() / 10 : 0
    let side = value < 0 ? "loss" : "gain"
    return "<td class=\"bar\" aria-hidden=\"true\"><i class=\"\(side)\" "
      + "style=\"--share:\(share.wireText)%\"></i></td>"
  }

  static func table(_ rows: String) -> String {
    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table>\n\(rows)\n</table></div>\n"
  }

  private static func block(_ title: String, _ rows: String, isWide: Bool = false) -> String {
    "<div class=\"block\(isWide ? " wide" : "")\">\n<h3>\(Markup.escaped(title))</h3>\n"
      + table(rows) + "</div>\n"
  }
}
