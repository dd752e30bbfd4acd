import SFBinance
import SFCore
import SFExchange
import SFTool

/// What a file says of a symbol; what it does not say comes from the name and the price.
struct SymbolEntry {
  private var base: String?
  private var quote: String?
  private var tick: Price?
  private var step: Quantity?
  private var minNotional: AssetAmount?
  /// Within which multiples of the reference price orders are executed.
  private var range: (down: Ratio, up: Ratio)?

  init() {}

  init(_ pair: YAMLNode.Pair) throws(YAMLNode.Failure) {
    var entries = YAMLEntries(pair.value)
    base = try entries.optional("base")
    quote = try entries.optional("quote")
    tick = try entries.amount("tick")
    step = try entries.amount("step")
    minNotional = try entries.amount("min_notional")
    if let down = try entries.ratio("range_down"), let up: Ratio = try entries.amount("range_up") {
      range = (down, up)
    }
    try entries.requireRead()
  }

  /// The symbol with its rules, for a price of it.
  func symbol(
    _ name: String, price: Price, _ shape: AmbientShape
  ) throws -> SpotSetup.Symbol {
    let known = SymbolTemplate(symbol: name, price: price)
    guard let base = base ?? known?.base, let quote = quote ?? known?.quote else {
      throw ConfigurationError(
        "symbol \(name)", "ends with no quote asset that is known",
        help: "say 'base' and 'quote' of it under 'symbols' in the file of accounts")
    }
    guard base + quote == name else {
      throw ConfigurationError("symbol \(name)", "is not its base \(base) and its quote \(quote)")
    }
    var template = known ?? SymbolTemplate(base: base, quote: quote)
    template.tick = tick ?? template.tick
    template.step = step ?? template.step
    template.minNotional = minNotional ?? template.minNotional
    let bounds = range.map { PercentPrice.Bounds(down: $0.down, up: $0.up) }
    return SpotSetup.Symbol(
      try SymbolRules(template.text), range: bounds.map { PriceRange(buy: $0, sell: $0) },
      shape: shape)
  }
}
