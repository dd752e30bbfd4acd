import SFCore

/// A column in price units that sets how far a level lies from a price: `atr_14`, or any deviation.
///
/// The last value is kept while the column has none.
struct LevelColumn: Sendable, Codable, Hashable {
  let name: String
  private var position: Int?
  /// The last value that was known; `nil` before the first.
  private(set) var last: Double?

  init(_ name: String) { self.name = name }

  var need: ColumnNeed { ColumnNeed(name, .price) }

  mutating func bind(_ positions: [Int]) { position = positions.first }

  /// Takes the value that is known when an entry is decided; why it must not be, or `nil`.
  mutating func prepare(_ row: Span<Double>) -> RefusalReason? {
    let value = value(row)
    guard !value.isNaN else { return .missing(name) }
    guard value > 0 else { return value == 0 ? .zero(name) : .negative(name) }
    last = value
    return nil
  }

  /// Takes the value of a bar, if it has one.
  mutating func take(_ row: Span<Double>) {
    let value = value(row)
    if !value.isNaN { last = value }
  }

  /// Multiple × column, to the nearest 10⁻⁸; `nil` when it is beyond any price, or not known.
  func distance(_ multiple: Ratio) -> Price? {
    guard let last else { return nil }
    let units = (multiple.double * last * 1e8).rounded(.toNearestOrEven)
    return units.magnitude < 9e18 ? Price(units: Int64(units)) : nil
  }

  private func value(_ row: Span<Double>) -> Double {
    guard let position else { preconditionFailure("\(name) is read before it is bound") }
    return row[position]
  }
}
