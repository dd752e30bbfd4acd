/// Which request of the REST API a method of the WebSocket API is.
enum SocketMethods {
  /// By name.
  static let endpoints: [String: APIEndpoint] = {
    var table: [String: APIEndpoint] = [:]
    for (name, method, path) in pairs {
      table[name] = APIEndpoint.all.first { $0.method == method && $0.path == "/api/v3/" + path }
    }
    return table
  }()

  private static let pairs = [
    ("ping", "GET", "ping"), ("time", "GET", "time"), ("exchangeInfo", "GET", "exchangeInfo"),
    ("executionRules", "GET", "executionRules"), ("depth", "GET", "depth"),
    ("trades.recent", "GET", "trades"), ("trades.aggregate", "GET", "aggTrades"),
    ("klines", "GET", "klines"), ("uiKlines", "GET", "uiKlines"), ("avgPrice", "GET", "avgPrice"),
    ("ticker.24hr", "GET", "ticker/24hr"), ("ticker.price", "GET", "ticker/price"),
    ("ticker.book", "GET", "ticker/bookTicker"), ("referencePrice", "GET", "referencePrice"),
    ("order.place", "POST", "order"), ("order.test", "POST", "order/test"),
    ("order.status", "GET", "order"), ("order.cancel", "DELETE", "order"),
    ("order.cancelReplace", "POST", "order/cancelReplace"),
    ("openOrders.status", "GET", "openOrders"), ("openOrders.cancelAll", "DELETE", "openOrders"),
    ("allOrders", "GET", "allOrders"), ("myTrades", "GET", "myTrades"),
    ("account.status", "GET", "account"), ("account.commission", "GET", "account/commission"),
    ("account.rateLimits.orders", "GET", "rateLimit/order"), ("myFilters", "GET", "myFilters"),
  ]
}
