import SFCore

/// A plot in characters: braille dots, an axis of values on the left, one of time below.
public enum TerminalPlot {
  /// `width` and `height` in characters, all of it counted.
  public static func text(_ plot: Plot, width: Int, height: Int, isColored: Bool) -> String {
    // A label every other row at most; all of them as far apart.
    let ticks = plot.values.ticks
    let every = max(1, (ticks.count * 2 + height - 4) / max(2, height - 3))
    let labels = stride(from: 0, to: ticks.count, by: every).map {
      (value: ticks[$0], text: plot.label(ticks[$0]))
    }
    let left = (labels.map(\.text.count).max() ?? 0) + 1
    var canvas = BrailleCanvas(width: max(8, width - left - 1), height: max(2, height - 3))
    draw(plot, on: &canvas)
    var axis = [String](repeating: String(repeating: " ", count: left) + "│", count: canvas.height)
    for label in labels {
      let row =
        Int(
          ((1 - plot.values.position(label.value)) * Double(canvas.rows - 1)).rounded()) / 4
      let room = String(repeating: " ", count: left - label.text.count - 1)
      axis[min(max(row, 0), canvas.height - 1)] = "\(room)\(label.text) ┤"
    }
    let paint: ((Plot.Color?) -> String)? = isColored ? { code(of: $0) } : nil
    var rows = [heading(plot, left, isColored)]
    for (index, start) in axis.enumerated() {
      rows.append(trimmed(start + canvas.text(index, paint: paint)))
    }
    rows.append(
      String(repeating: " ", count: left) + "└" + String(repeating: "─", count: canvas.width))
    rows.append(times(plot, left + 1, canvas.width))
    return rows.map { $0 + "\n" }.joined()
  }

  private static func draw(_ plot: Plot, on canvas: inout BrailleCanvas) {
    let (columns, rows) = (Double(canvas.columns - 1), Double(canvas.rows - 1))
    func place(_ point: Plot.Point) -> (column: Int, row: Int) {
      (
        Int((plot.share(point.ts) * columns).rounded()),
        Int(((1 - plot.values.position(point.value)) * rows).rounded())
      )
    }
    for line in plot.lines.reversed() {
      var last: (column: Int, row: Int)?
      for point in line.points {
        let next = place(point)
        canvas.line(
          from: last ?? next, to: next, line.color, isDotted: line.color == .second)
        last = next
      }
    }
    for marker in plot.markers {
      let (column, row) = place(marker.point)
      canvas.put(glyph(of: marker.color), column, row, marker.color)
    }
  }

  private static func heading(_ plot: Plot, _ left: Int, _ isColored: Bool) -> String {
    var text = String(repeating: " ", count: left + 1) + plot.title.shown(most: .max)
    for line in plot.lines where !line.name.isEmpty {
      let dash = painted(line.color == .second ? "┅" : "━", line.color, isColored)
      text += "   \(dash) \(line.name.shown(most: .max))"
    }
    for (color, name) in Plot.ends where plot.markers.contains(where: { $0.color == color }) {
      text += "   \(painted(String(glyph(of: color)), color, isColored)) \(name)"
    }
    return text
  }

  private static func painted(_ text: String, _ color: Plot.Color, _ isColored: Bool) -> String {
    isColored ? code(of: color) + text + code(of: nil) : text
  }

  /// What a position is told by where there is no colour.
  private static func glyph(of color: Plot.Color) -> Character {
    switch color {
    case .gain: "▲"
    case .loss: "▼"
    case .main, .second: "○"
    }
  }

  /// Labels below their moments, as far as they do not meet.
  private static func times(_ plot: Plot, _ left: Int, _ width: Int) -> String {
    var text = String(repeating: " ", count: left)
    for tick in TimeTicks.between(plot.start, plot.end) {
      let place = left + Int((plot.share(tick.ts) * Double(width - 1)).rounded())
      let start = min(max(place - tick.label.count / 2, 0), left + width - tick.label.count)
      guard start > text.count || text.count == left && start >= 0, start + tick.label.count > 0
      else { continue }
      if start < text.count { text.removeLast(text.count - start) }
      text += String(repeating: " ", count: start - text.count) + tick.label
    }
    return trimmed(text)
  }

  /// Codes of the sixteen colours, which every terminal and every scheme has; bare for none.
  private static func code(of color: Plot.Color?) -> String {
    switch color {
    case .main: "\u{1B}[94m"
    case .second: "\u{1B}[90m"
    case .gain: "\u{1B}[36m"
    case .loss: "\u{1B}[31m"
    case nil: "\u{1B}[0m"
    }
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
