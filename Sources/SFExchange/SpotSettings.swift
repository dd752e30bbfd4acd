/// What is no matter of a symbol or an account: limits, and how much is kept.
package struct SpotSettings: Equatable, Sendable {
  package var ordersPer10Seconds = 100
  package var ordersPerDay = 200_000
  /// Prints of a symbol.
  package var prints = 1_000
  /// Klines of a symbol, of each of the two lengths that all others are made of.
  package var seconds = 4_000
  package var minutes = 100_000
  /// Of an account: orders that are not open any more, and fills.
  package var orders = 10_000
  package var fills = 10_000

  package init() {}
}
