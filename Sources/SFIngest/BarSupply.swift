import SFCore

/// Bars that somebody hands over in memory, of several series, in order of their close.
public protocol BarSupply: AnyObject {
  /// What messages call it.
  var name: String { get }

  /// The series; their intervals are bound to time.
  var series: [Series] { get }

  /// The next bar; with `waiting` it is never `.blocked`.
  func next(waiting: Bool) throws -> SupplyEvent

  /// Whether no further bar can close at that time or before it.
  func hasAllBars(of milliseconds: Int64) -> Bool
}

/// What a supply came to.
public enum SupplyEvent {
  case bar(SuppliedBar)
  case end
  /// Nothing is there yet.
  case blocked
}

/// A bar of a supply.
public struct SuppliedBar: Sendable {
  /// The close, in milliseconds.
  public var close: Int64
  /// Its `series` is the place of its series in the supply.
  public var bar: Bar
  /// Further market fields, in ascending order of name.
  public var fields: [MarketField]

  public init(close: Int64, bar: Bar, fields: [MarketField]) {
    self.close = close
    self.bar = bar
    self.fields = fields
  }
}

/// The bars of a supply as rows.
final class SuppliedRows: Rows {
  private let supply: any BarSupply
  private let tally: Tally
  private var count = 0

  init(_ supply: any BarSupply, _ options: IngestOptions, _ tally: Tally) {
    self.supply = supply
    self.tally = tally
    super.init(file: supply.name, saysClose: true)
    for series in supply.series {
      add(Slot(series.symbol, series.interval, isWanted: options.wants(series.symbol)))
    }
  }

  override func next(_ row: inout BarRow, waiting: Bool) throws -> Advance {
    var event = try supply.next(waiting: false)
    if case .blocked = event, waiting {
      try tally.beforeWaiting?()
      event = try supply.next(waiting: true)
    }
    switch event {
    case .blocked: return .blocked
    case .end: return .end
    case .bar(let supplied):
      count += 1
      row.line = count
      row.slot = supplied.bar.series
      row.time = supplied.close
      row.bar = supplied.bar
      row.fields = supplied.fields
      return .row
    }
  }

  override func hasAllBars(of milliseconds: Int64) -> Bool {
    supply.hasAllBars(of: milliseconds)
  }
}
