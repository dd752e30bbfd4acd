import SFBinance
import SFExchange
import SFWire

/// Bounds of prices, as a filter says them.
enum PercentBounds {
  static func within(_ down: String, _ up: String) -> PercentPrice.Bounds {
    let text = """
      {"symbol":"AB","baseAsset":"A","quoteAsset":"B","filters":[{"filterType":"PERCENT_PRICE",\
      "multiplierDown":"\(down)","multiplierUp":"\(up)","avgPriceMins":1}]}
      """
    guard let rules = try? SymbolRules(JSONValue(text: Array(text.utf8))),
      let filter = rules.percentPrice
    else { preconditionFailure("not bounds: \(down) \(up)") }
    return filter.buy
  }
}
