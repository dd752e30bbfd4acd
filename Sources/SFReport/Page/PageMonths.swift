import SFStats

/// Monthly returns as a table whose cells are coloured: a heat map that can be read.
enum PageMonths {
  private static let names = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func html(_ months: [MonthlyReturns.Month]) -> String {
    guard let first = months.first, let last = months.last else { return "" }
    let most = months.compactMap { $0.value?.magnitude }.max() ?? 0
    let head = (["year"] + names + ["all"]).map { "<th scope=\"col\">\($0)</th>" }.joined()
    var rows: [String] = []
    for year in first.year...last.year {
      let known = months.filter { $0.year == year }
      guard !known.isEmpty else { continue }
      let cells = (1...12).map { month in
        cell(known.first { $0.month == month }?.value, most)
      }
      // Growth is multiplied; a year with an unknown month has none.
      let growth = known.reduce(Optional(1.0)) { product, month in
        product.flatMap { product in month.value.map { product * (1 + $0) } }
      }
      rows.append(
        "<tr><th scope=\"row\">\(year)</th>\(cells.joined())"
          + "<td class=\"sum\">\(text(growth.map { $0 - 1 }))</td></tr>")
    }
    return "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Monthly returns\">"
      + "<table class=\"heat\"><thead><tr>\(head)</tr></thead>\n<tbody>"
      + rows.joined(separator: "\n") + "</tbody></table></div>\n"
      + PageFrame.note("In percent of equity at the month's start; months of UTC, cut ones too.")
  }

  private static func cell(_ value: Double?, _ most: Double) -> String {
    guard let value else { return "<td></td>" }
    // A share of the strongest month; the square root keeps small ones apart.
    let share = most > 0 ? (value.magnitude / most).squareRoot() : 0
    let side = value < 0 ? "loss" : value > 0 ? "gain" : "flat"
    return "<td class=\"\(side)\" "
      + "style=\"--share:\(((share * 100).rounded()).wireText)%\">\(text(value))</td>"
  }

  private static func text(_ value: Double?) -> String {
    value.map { Cell.signed($0 * 100) } ?? "-"
  }
}
