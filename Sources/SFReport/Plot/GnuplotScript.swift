import SFCore

/// Plots as a script of gnuplot with its data inside: `gnuplot run.gp` writes a PNG.
public enum GnuplotScript {
  private static let colors: [Plot.Color: String] = [
    .main: "#1f5fc4", .second: "#8a8d93", .gain: "#0b7a6f", .loss: "#c2401f",
  ]

  /// `image` is the name of the file that the script writes.
  public static func text(_ plots: [Plot], image: String) -> String {
    let data = plots.enumerated().map { index, plot in blocks(plot, index) }.joined()
    let drawings = plots.enumerated().map { index, plot in
      "set title \(quoted(plot.title))\nplot \(sources(plot, index).joined(separator: ", \\\n     "))\n"
    }
    return """
      # Made by sf-plot. The values are milliseconds since 1970 and what is drawn.
      \(data)set terminal pngcairo size 1200,\(340 * max(1, plots.count)) font "sans,10"
      set output \(quoted(image))
      set xdata time
      set timefmt "%s"
      \(timeAxis(plots))
      # The same times stand above each other, whatever the values beside them need.
      set lmargin 11
      set rmargin 6
      set grid ytics lc rgb "#dddddd" lt 1
      set key left above horizontal Left reverse
      set multiplot layout \(max(1, plots.count)),1
      \(drawings.joined())unset multiplot

      """
  }

  /// From the first point of all plots to the last; hours where days are too few to tell apart.
  private static func timeAxis(_ plots: [Plot]) -> String {
    let times = plots.flatMap { plot in
      (plot.lines.flatMap(\.points) + plot.markers.map(\.point)).map(\.ts.milliseconds)
    }
    guard let first = times.min(), let last = times.max(), first < last else {
      return #"set format x "%Y-%m-%d\n%H:%M:%S""#
    }
    let format = last - first < 5 * 86_400_000 ? #"%Y-%m-%d\n%H:%M"# : "%Y-%m-%d"
    let range = [first, last].map { "'\(Double($0) / 1000)'" }.joined(separator: ":")
    return "set format x \"\(format)\"\nset xrange [\(range)]"
  }

  private static func blocks(_ plot: Plot, _ index: Int) -> String {
    let lines = plot.lines.enumerated().map { number, line in
      block(name(index, "line\(number)"), line.points)
    }
    let markers = Plot.Color.allCases.map { color in
      block(
        name(index, color.rawValue), plot.markers.filter { $0.color == color }.map(\.point))
    }
    return (lines + markers).joined()
  }

  /// Empty for no point: gnuplot takes no empty block.
  private static func block(_ name: String, _ points: [Plot.Point]) -> String {
    guard !points.isEmpty else { return "" }
    let rows = points.map { "\($0.ts.milliseconds) \($0.value.wireText)\n" }
    return "\(name) << END\n\(rows.joined())END\n"
  }

  private static func sources(_ plot: Plot, _ index: Int) -> [String] {
    var sources: [String] = []
    for (number, line) in plot.lines.enumerated().reversed() where !line.points.isEmpty {
      let title = line.name.isEmpty ? "notitle" : "title \(quoted(line.name))"
      sources.append(
        "\(name(index, "line\(number)")) using ($1/1000):2 with lines "
          + (line.color == .second ? "dt 2 " : "")
          + "lc rgb \(quoted(colors[line.color] ?? "black")) \(title)")
    }
    for (color, words) in Plot.ends where plot.markers.contains(where: { $0.color == color }) {
      // Triangles up and down, a square: told apart without colour.
      let shape = color == .gain ? 9 : color == .loss ? 11 : 4
      sources.append(
        "\(name(index, color.rawValue)) using ($1/1000):2 with points pt \(shape) ps 0.7 "
          + "lc rgb \(quoted(colors[color] ?? "black")) title \(quoted(words))")
    }
    return sources
  }

  private static func name(_ plot: Int, _ part: String) -> String { "$plot\(plot)_\(part)" }

  /// In single quotes, in which gnuplot reads nothing but a doubled quote; on one line.
  private static func quoted(_ text: String) -> String {
    "'"
      + text.shown(most: .max).split(separator: "'", omittingEmptySubsequences: false).joined(
        separator: "''")
      + "'"
  }
}
