import SFCore

/// Lines over time as SVG, with their labels as text beside it.
///
/// The drawing is stretched to the width of the page, its lines are not; labels are elements of
/// the page at a share of its width and height, so that they can be read on a phone.
struct Chart {
  struct Line {
    /// The class of the style sheet.
    let style: String
    let label: String
    let bands: [Curve.Band?]
    /// Filled down to (or up to) zero.
    var isArea = false
  }

  let title: String
  let lines: [Line]
  let curve: Curve
  let axis: Axis
  /// The class of the style sheet that gives the height.
  let style: String
  let tickText: (Double) -> String

  /// Units of the drawing: a column of the curve is one wide.
  private static let height = 1_000.0
  private var width: Int { max(1, curve.columns.count - 1) }

  var html: String {
    let grid = axis.ticks.map { tick in
      "<line x1=\"0\" x2=\"\(width)\" y1=\"\(y(tick))\" y2=\"\(y(tick))\"/>"
    }
    let svg = Markup.element(
      "svg",
      "viewBox=\"0 0 \(width) \(Int(Self.height))\" preserveAspectRatio=\"none\" role=\"img\" "
        + "aria-label=\"\(Markup.escaped(title))\"",
      Markup.element("g", "class=\"grid\"", grid.joined()) + lines.map(path).joined())
    return "<figure>\n<figcaption>\(legend)</figcaption>\n"
      + "<div class=\"plot \(style)\">\(svg)\(yLabels)</div>\n"
      + "<div class=\"times\">\(xLabels)</div>\n</figure>\n"
  }

  private var legend: String {
    Markup.element("b", "", Markup.escaped(title))
      + lines.map { " <span class=\"key \($0.style)\">\(Markup.escaped($0.label))</span>" }.joined()
  }

  // MARK: Lines

  private func path(_ line: Line) -> String {
    var points: [String] = []
    var previous = 0.0
    for (x, band) in line.bands.enumerated() {
      guard let band else { continue }
      // Low and high in the order that is the shorter way, then where the column ends.
      let isLowFirst = (band.low - previous).magnitude <= (band.high - previous).magnitude
      var values = isLowFirst ? [band.low, band.high] : [band.high, band.low]
      if values[0] == values[1] { values.removeLast() }
      if values.last != band.last { values.append(band.last) }
      points += values.map { "\(x) \(y($0))" }
      previous = band.last
    }
    guard let first = points.first, let last = points.last else { return "" }
    // A single point is drawn as a dot by the round ends of a line of no length.
    var data = "M" + points.joined(separator: "L") + (points.count == 1 ? "L" + first : "")
    if line.isArea {
      let (start, end) = (Self.x(first), Self.x(last))
      data += "L\(end) \(y(0))L\(start) \(y(0))Z"
    }
    return "<path class=\"\(line.style)\" d=\"\(data)\"/>"
  }

  private static func x(_ point: String) -> Substring { point.prefix { $0 != " " } }

  /// From the top, in tenths.
  private func y(_ value: Double) -> String {
    let tenths = Int(((1 - axis.position(value)) * Self.height * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : (Double(tenths) / 10).wireText
  }

  // MARK: Labels

  private var yLabels: String {
    axis.ticks.map { tick in
      let top = Self.percent(1 - axis.position(tick))
      return "<span style=\"top:\(top)%\">\(Markup.escaped(tickText(tick)))</span>"
    }
    .joined()
  }

  private var xLabels: String {
    let (start, end) = (curve.time(ofColumn: 0), curve.time(ofColumn: width))
    return TimeTicks.between(start, end).map { tick in
      let share = Double(tick.ts - start) / Double(max(1, end - start))
      // Labels at the edges stay inside the page.
      let style = share < 0.06 ? " class=\"first\"" : share > 0.94 ? " class=\"last\"" : ""
      return "<span\(style) style=\"left:\(Self.percent(share))%\">\(tick.label)</span>"
    }
    .joined()
  }

  private static func percent(_ share: Double) -> String {
    ((share * 1_000).rounded() / 10).wireText
  }
}
