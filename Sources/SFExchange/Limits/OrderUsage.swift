import SFBinance
import SFCore

/// How many orders an account has sent that have filled nothing yet.
///
/// Each order counts; the first fill of one gives back 1 to who took and 5 to who made. Cancels and
/// expiries give back nothing.
package struct OrderUsage: Equatable, Sendable {
  package private(set) var windows: [UsageWindow]

  package init(_ settings: SpotSettings) {
    windows = [
      UsageWindow(10, .second, limit: settings.ordersPer10Seconds),
      UsageWindow(1, .day, limit: settings.ordersPerDay),
    ]
  }

  mutating func advance(to time: Timestamp) {
    for index in windows.indices { windows[index].advance(to: time) }
  }

  /// `nil` while there is room for one more.
  var refusal: SpotRefusal? {
    guard let full = windows.first(where: { $0.used >= $0.limit }) else { return nil }
    return SpotRefusal(
      .tooManyOrders,
      "Too many new orders; current limit is \(full.limit) orders per \(full.count) \(full.unit).")
  }

  mutating func use() {
    for index in windows.indices { windows[index].use(1) }
  }

  mutating func giveBack(for liquidity: Liquidity) {
    for index in windows.indices { windows[index].giveBack(liquidity == .taker ? 1 : 5) }
  }
}
