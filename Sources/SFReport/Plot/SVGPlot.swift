import SFCore

/// Plots below each other as one SVG file, in light and dark.
public enum SVGPlot {
  private static let width = 1_000.0
  private static let left = 70.0
  private static let right = 20.0
  private static let top = 34.0
  private static let bottom = 28.0

  public static func text(_ plots: [Plot]) -> String {
    var (parts, y) = ("", 0.0)
    for plot in plots {
      let height = plot.markers.isEmpty && plot.lines.count == 1 ? 200.0 : 340
      parts += "<g transform=\"translate(0 \(number(y)))\">\n\(drawing(plot, height))</g>\n"
      y += height
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(y))" font-family="system-ui, sans-serif" font-size="13">
      <style>\(style)</style>
      <rect class="page" width="100%" height="100%"/>
      \(parts)</svg>

      """
  }

  private static let style = """
    .page { fill: #fff; } text { fill: #5c5f66; } .title { fill: #17181a; font-weight: 600; }
    .grid { stroke: #e4e5e7; } path { fill: none; stroke-width: 1.5; stroke-linejoin: round; }
    .main { stroke: #1f5fc4; } .second { stroke: #8a8d93; } .gain { stroke: #0b7a6f; } .loss { stroke: #c2401f; }
    .second { stroke-dasharray: 5 3; } .markers { stroke-dasharray: none; stroke-width: 1; }
    .markers.gain { fill: #0b7a6f; } .markers.loss { fill: #c2401f; }
    @media (prefers-color-scheme: dark) {
      .page { fill: #141517; } text { fill: #a3a7ae; } .title { fill: #eceae4; } .grid { stroke: #2d3035; }
      .markers.gain { fill: #35c2ac; } .markers.loss { fill: #ff8660; }
      .main { stroke: #6ba6ff; } .second { stroke: #7f848c; } .gain { stroke: #35c2ac; } .loss { stroke: #ff8660; }
    }
    """

  private static func drawing(_ plot: Plot, _ height: Double) -> String {
    func x(_ ts: Timestamp) -> String { number(left + plot.share(ts) * (width - left - right)) }
    func y(_ value: Double) -> String {
      number(top + (1 - plot.values.position(value)) * (height - top - bottom))
    }
    var text = legend(plot)
    for tick in plot.values.ticks {
      text += "<path class=\"grid\" d=\"M\(number(left)) \(y(tick))H\(number(width - right))\"/>"
      text +=
        "<text x=\"\(number(left - 8))\" y=\"\(y(tick))\" dy=\".35em\" text-anchor=\"end\">"
        + "\(plot.label(tick))</text>\n"
    }
    for tick in TimeTicks.between(plot.start, plot.end) {
      text +=
        "<text x=\"\(x(tick.ts))\" y=\"\(number(height - 8))\" text-anchor=\"middle\">"
        + "\(tick.label)</text>\n"
    }
    for line in plot.lines.reversed() where !line.points.isEmpty {
      let points = line.points.map { "\(x($0.ts)) \(y($0.value))" }.joined(separator: "L")
      text += "<path class=\"\(line.color.rawValue)\" d=\"M\(points)\"/>\n"
    }
    for color in Plot.Color.allCases {
      let dots = plot.markers.filter { $0.color == color }
        .map { "M\(x($0.point.ts)) \(y($0.point.value))\(shape(of: color))" }
      guard !dots.isEmpty else { continue }
      text += "<path class=\"markers \(color.rawValue)\" d=\"\(dots.joined())\"/>\n"
    }
    return text
  }

  /// Told apart without colour: up for a gain, down for a loss, a square for what is open.
  private static func shape(of color: Plot.Color) -> String {
    switch color {
    case .gain: "m-3.5 2.5h7l-3.5 -6Z"
    case .loss: "m-3.5 -2.5h7l-3.5 6Z"
    case .main, .second: "m-2.5 -2.5h5v5h-5Z"
    }
  }

  private static func legend(_ plot: Plot) -> String {
    var text =
      "<text class=\"title\" x=\"\(number(left))\" y=\"20\">"
      + "\(Markup.escaped(plot.title))</text>"
    var place = left + 140
    for line in plot.lines where !line.name.isEmpty {
      text +=
        "<path class=\"\(line.color.rawValue)\" stroke-width=\"3\" d=\"M\(number(place)) 16h16\"/>"
      text += "<text x=\"\(number(place + 22))\" y=\"20\">\(Markup.escaped(line.name))</text>"
      place += 130
    }
    for (color, name) in Plot.ends where plot.markers.contains(where: { $0.color == color }) {
      text +=
        "<path class=\"markers \(color.rawValue)\" d=\"M\(number(place + 8)) 16\(shape(of: color))\"/>"
      text += "<text x=\"\(number(place + 22))\" y=\"20\">\(name)</text>"
      place += 130
    }
    return text + "\n"
  }

  /// With at most one decimal.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : Cell.fixed(Double(tenths) / 10, decimals: 1)
  }
}
