import SFCore

/// A drawing over time, for a terminal, as SVG or as a script of gnuplot.
public struct Plot: Sendable {
  /// What can be drawn of a run.
  public enum Kind: String, CaseIterable, Sendable { case equity, drawdown, price }

  /// A value over time; several at one time where it rose and fell meanwhile.
  struct Line: Sendable {
    let name: String
    let color: Color
    let points: [Point]
  }

  struct Point: Sendable {
    let ts: Timestamp
    let value: Double
  }

  /// Where a position began or ended.
  struct Marker: Sendable {
    let point: Point
    let color: Color
  }

  /// A meaning, which each way of drawing has a colour for.
  enum Color: String, CaseIterable, Sendable { case main, second, gain, loss }

  /// What the colour of a marker says of its position.
  static let ends: [(color: Color, name: String)] = [
    (.gain, "gain"), (.loss, "loss"), (.second, "still open"),
  ]

  let title: String
  /// The first is drawn above the others.
  let lines: [Line]
  let markers: [Marker]
  let values: Axis
  let start: Timestamp
  let end: Timestamp

  /// `nil` when there is no value.
  private init?(
    _ title: String, _ lines: [Line], markers: [Marker] = [], includesZero: Bool = false
  ) {
    let points = lines.flatMap(\.points) + markers.map(\.point)
    guard let first = points.map(\.ts).min(), let last = points.map(\.ts).max() else { return nil }
    let all = points.map(\.value)
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    self.title = title
    self.lines = lines
    self.markers = markers
    values =
      includesZero
      ? Axis(from: min(low * 1.06, -0.01), to: 0, margin: 0)
      : Axis(from: low, to: high, margin: 0.04)
    start = first
    end = last
  }

  /// The drawings of a report that kept what a page shows, in the order asked for; those without a
  /// value are left out. The price is that of a symbol, by default the first with a bar or a
  /// position.
  public static func plots(
    _ kinds: [Kind], of report: Report, symbol: Symbol? = nil
  ) throws(StageError) -> [Plot] {
    guard let page = report.page else { return [] }
    var plots: [Plot] = []
    for kind in kinds {
      let plot: Plot?
      switch kind {
      case .equity: plot = equity(page)
      case .drawdown: plot = drawdown(page)
      case .price: plot = try price(report, page, symbol)
      }
      if let plot { plots.append(plot) }
    }
    return plots
  }

  /// As many columns as a drawing of some thousand dots can show.
  private static func drawn<Value>(_ columns: TimeColumns<Value>) -> TimeColumns<Value> {
    var columns = columns
    columns.shrink(to: 1_024)
    return columns
  }

  private static func equity(_ page: PageRecord) -> Plot? {
    let columns = drawn(page.equity)
    let hold = columns.columns.enumerated().compactMap { index, column in
      column?.buyHold.map { Point(ts: columns.time(ofColumn: index), value: $0) }
    }
    return Plot(
      "Equity, quote",
      [
        Line(name: "strategy", color: .main, points: points(columns) { $0.equity }),
        Line(name: "buy and hold", color: .second, points: hold),
      ])
  }

  private static func drawdown(_ page: PageRecord) -> Plot? {
    let columns = drawn(page.equity)
    let depths = columns.columns.enumerated().compactMap { index, column in
      column?.drawdown.map { Point(ts: columns.time(ofColumn: index), value: -$0 * 100) }
    }
    return Plot(
      "Drawdown, %", [Line(name: "", color: .loss, points: depths)], includesZero: true)
  }

  private static func price(
    _ report: Report, _ page: PageRecord, _ wanted: Symbol?
  ) throws(StageError) -> Plot? {
    let trips = page.roundTrips.elements + report.activity.open.list
    let known = page.prices.curves.map(\.series.symbol) + trips.map(\.symbol)
    guard let symbol = wanted ?? known.min() else { return nil }
    guard known.contains(symbol) else {
      throw StageError(
        .configuration, "--symbol names '\(symbol)', of which the run has neither bar nor position",
        help: NearestName.help(for: symbol.text, among: Set(known.map(\.text)).sorted()))
    }
    let curve = page.prices.curves.first { $0.series.symbol == symbol }?.prices
    var markers: [Marker] = []
    for trip in trips where trip.symbol == symbol {
      let color: Color = trip.closing.map { $0.pnl > .zero ? .gain : .loss } ?? .second
      markers.append(
        Marker(point: Point(ts: trip.entryTime, value: trip.entryPrice.double), color: color))
      guard let closing = trip.closing else { continue }
      markers.append(
        Marker(point: Point(ts: closing.exitTime, value: closing.exitPrice.double), color: color))
    }
    return Plot(
      "\(symbol), quote",
      [Line(name: "", color: .main, points: curve.map { points(drawn($0)) { $0 } } ?? [])],
      markers: markers)
  }

  /// The lowest and the highest of each column in the order that is the shorter way, then the last.
  private static func points<Value>(
    _ columns: TimeColumns<Value>, _ band: (Value) -> Band
  ) -> [Point] {
    var points: [Point] = []
    var previous = 0.0
    for (index, column) in columns.columns.enumerated() {
      guard let band = column.map(band) else { continue }
      let isLowFirst = (band.low - previous).magnitude <= (band.high - previous).magnitude
      var values = isLowFirst ? [band.low, band.high] : [band.high, band.low]
      if values[0] == values[1] { values.removeLast() }
      if values.last != band.last { values.append(band.last) }
      let ts = columns.time(ofColumn: index)
      points += values.map { Point(ts: ts, value: $0) }
      previous = band.last
    }
    return points
  }

  /// The share of the time at which a moment lies.
  func share(_ ts: Timestamp) -> Double { Double(ts - start) / Double(max(1, end - start)) }

  func label(_ tick: Double) -> String { Cell.fixed(tick, decimals: values.decimals) }
}
