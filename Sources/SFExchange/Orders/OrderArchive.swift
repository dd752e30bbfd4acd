import SFCore

/// All orders that are open, and the newest of those that are not.
package struct OrderArchive: Sendable {
  /// Which order of an account a client's id means.
  private struct ClientKey: Hashable {
    let account: Int
    let market: Int
    let id: String
  }

  private var orders: [Int64: SpotOrder] = [:]
  private var byClient: [ClientKey: Int64] = [:]
  /// Of each account, ascending.
  private var open: [[Int64]] = []
  private var finished: [RecentQueue<Int64>] = []
  private let kept: Int

  /// `kept` is how many orders of an account that are not open any more can still be asked for.
  init(kept: Int) { self.kept = kept }

  mutating func addAccount() {
    open.append([])
    finished.append(RecentQueue(limit: kept))
  }

  /// `nil` for one that has never been, or is not kept any more.
  package subscript(id: Int64) -> SpotOrder? { orders[id] }

  /// The newest order of an account with a client's id.
  package func find(_ clientID: String, account: Int, market: Int) -> SpotOrder? {
    byClient[ClientKey(account: account, market: market, id: clientID)].flatMap { orders[$0] }
  }

  package func openIDs(of account: Int) -> [Int64] { open[account] }

  package func openOrders(of account: Int) -> [SpotOrder] {
    open[account].compactMap { orders[$0] }
  }

  /// Those that are kept, ascending by id.
  package func allOrders(of account: Int, market: Int) -> [SpotOrder] {
    (Array(finished[account].list) + open[account]).compactMap { orders[$0] }
      .filter { $0.market == market }.sorted { $0.id < $1.id }
  }

  /// Adds one that is open.
  mutating func add(_ order: SpotOrder) {
    orders[order.id] = order
    byClient[ClientKey(account: order.account, market: order.market, id: order.clientID)] = order.id
    open[order.account].append(order.id)
  }

  /// Changes one that is there; it counts as finished from the moment that it is.
  mutating func change(_ id: Int64, _ body: (inout SpotOrder) -> Void) {
    guard var order = orders[id] else { preconditionFailure("order \(id) is not there") }
    let wasOpen = order.status.isOpen
    body(&order)
    orders[id] = order
    if wasOpen, !order.status.isOpen { finish(order) }
  }

  private mutating func finish(_ order: SpotOrder) {
    let account = order.account
    var (low, high) = (0, open[account].count)
    while low < high {
      let middle = (low + high) / 2
      if open[account][middle] < order.id { low = middle + 1 } else { high = middle }
    }
    open[account].remove(at: low)
    guard let gone = finished[account].append(order.id),
      let old = orders.removeValue(forKey: gone)
    else { return }
    let key = ClientKey(account: account, market: old.market, id: old.clientID)
    if byClient[key] == gone { byClient[key] = nil }
  }
}
