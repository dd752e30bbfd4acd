import SFBinance
import SFCore
import SFRisk
import SFRun
import SFTransport

/// The file of the rule `filters`: the exchangeInfo of an exchange as it answers it.
struct FiltersFile {
  private let file: ExchangeInfoFile

  /// The filters of each symbol that a stream can name, in the file's order.
  static func read(_ path: String) throws -> [OrderFilters] {
    let file = ExchangeInfoFile(path: path)
    let symbols = try file.symbols(try Endpoint.bytes(of: path))
    return try FiltersFile(file: file).filters(symbols)
  }

  private func filters(_ symbols: [SymbolInfo]) throws -> [OrderFilters] {
    var table: [OrderFilters] = []
    var seen: Set<Symbol> = []
    for information in symbols {
      guard let symbol = Symbol(information.name) else { continue }
      guard seen.insert(symbol).inserted else {
        throw file.error("found \(symbol) twice, expected each symbol once")
      }
      do throws(UnreadableAnswer) {
        table.append(try OrderFilters(symbol, information))
      } catch {
        throw file.error("\(symbol): \(error.reason)")
      }
    }
    guard !table.isEmpty else { throw file.error("found no symbol, expected at least one") }
    return table
  }
}

extension OrderFilters {
  /// What of the filters of a symbol an order alone can be held against.
  fileprivate init(_ symbol: Symbol, _ information: SymbolInfo) throws(UnreadableAnswer) {
    self.init(symbol: symbol)
    if let size = try information.lotSize() { self.size = Size(size) }
    if let size = try information.marketLotSize() { marketSize = Size(size) }
    if let least = try information.minNotional() {
      leastNotionals.append(Bound(least.minNotional, appliesToMarket: least.appliesToMarket))
    }
    if let notional = try information.notional() {
      leastNotionals.append(
        Bound(notional.minNotional, appliesToMarket: notional.appliesMinToMarket))
      mostNotional = Bound(notional.maxNotional, appliesToMarket: notional.appliesMaxToMarket)
    }
    if let price = try information.priceFilter() {
      limits = Limits(least: price.minPrice, most: price.maxPrice, tick: price.tickSize)
    }
  }
}

extension OrderFilters.Size {
  fileprivate init(_ size: LotSize) {
    self.init(least: size.minQty, most: size.maxQty, step: size.stepSize)
  }
}
