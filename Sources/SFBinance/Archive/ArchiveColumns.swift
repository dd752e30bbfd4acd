extension ArchiveData.Kind {
  /// The columns of a row, as the exchange names them where an archive has a header; those of spot
  /// have none. Rows of futures lack the last one of trades.
  public var columns: [String] {
    switch self {
    case .klines:
      [
        "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume",
        "count", "taker_buy_volume", "taker_buy_quote_volume", "ignore",
      ]
    case .trades:
      ["id", "price", "qty", "quote_qty", "time", "is_buyer_maker", "is_best_match"]
    case .aggTrades:
      [
        "agg_trade_id", "price", "quantity", "first_trade_id", "last_trade_id", "transact_time",
        "is_buyer_maker", "is_best_match",
      ]
    }
  }
}
