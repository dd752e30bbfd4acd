import SFCore

/// Bars of one series in order of time, from elsewhere than a text.
package protocol BarSource: AnyObject {
  /// As messages name it.
  var name: String { get }

  var series: Series { get }

  /// Reads the next bar: its open time, its prices and its fields; `false` at the end.
  func next(_ row: inout BarRow) throws -> Bool
}

/// The bars of a source as rows.
final class SourcedRows: Rows {
  private let source: any BarSource

  init(_ source: any BarSource) {
    self.source = source
    super.init(file: source.name, saysClose: false)
    add(Slot(source.series.symbol, source.series.interval, isWanted: true))
  }

  override func next(_ row: inout BarRow, waiting: Bool) throws -> Advance {
    guard try source.next(&row) else { return .end }
    row.line += 1
    return .row
  }
}
