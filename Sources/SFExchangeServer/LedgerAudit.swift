import SFCore
import SFExchange
import SFLedger
import SFReport

/// What an exchange has done for an account against what a ledger says of it: by fill, by order, and
/// by asset.
///
/// A sale may have taken with it what earlier ones had left, which is of no position: there the ledger
/// says less, and no more than it has left in all.
///
/// Only orders that a broker of this system has sent are of it: what others traded is no ledger's.
package struct LedgerAudit {
  /// A fill, however it is told.
  struct Booked: Equatable {
    /// `BTCUSDT-56`, at the exchange and in a ledger.
    let id: String
    let side: String
    let price: Int64
    var quantity: Int64
    var fee: Int64
    let feeAsset: String
    /// At the exchange, the client's id; in a ledger, the order's.
    let order: String

    var text: String {
      "\(side) \(Quantity(units: quantity)) at \(Price(units: price)), fee "
        + "\(Quantity(units: fee)) \(feeAsset)"
    }
  }

  package struct Difference: Equatable {
    package let what: String
    package let name: String
    let exchange: String
    let ledger: String
  }

  private static let prefix = "sf"

  private var exchange: [String: Booked] = [:]
  private var ledger: [String: Booked] = [:]
  /// What is open at the exchange; of what waits below the market, how much it would sell.
  private var open: [(name: String, symbol: String, protects: Int64)] = []
  /// Orders of the ledger: the symbol, whether they are done, what they say has filled.
  private var orders: [(id: String, symbol: String, isOpen: Bool, filled: Int64)] = []
  /// Orders whose fills a person has said.
  private var settled: Set<String> = []
  private var assets: [String: (base: String, quote: String)] = [:]

  package init(_ exchange: SpotExchange, account: Int) {
    for market in exchange.markets {
      assets[market.rules.symbol] = (market.rules.base, market.rules.quote)
    }
    for entry in exchange.fills[account].list {
      guard let order = exchange.orders[entry.orderID], order.clientID.hasPrefix(Self.prefix)
      else { continue }
      let id = "\(exchange.markets[entry.market].rules.symbol)-\(entry.fill.tradeID)"
      self.exchange[id] = Booked(
        id: id, side: order.side.rawValue, price: entry.fill.price.units,
        quantity: entry.fill.quantity.units, fee: entry.fill.commission.units,
        feeAsset: entry.fill.commissionAsset, order: order.clientID)
    }
    for order in exchange.orders.openOrders(of: account)
    where order.clientID.hasPrefix(Self.prefix) {
      let waits = order.side == .sell && [.stopLoss, .stopLossLimit].contains(order.type)
      open.append(
        (
          order.clientID, exchange.markets[order.market].rules.symbol,
          waits ? order.remaining.units : 0
        ))
    }
  }

  /// Reads what a ledger says. A fill that is of more than one position stands there in parts; what a
  /// person has settled no exchange has filled.
  package mutating func read(_ ledger: Ledger) throws {
    for row in LedgerRow.rows(of: try ledger.fillsTable()) {
      guard let symbol = row.text("symbol"), let id = row.text("id") else { continue }
      guard id.hasPrefix("\(symbol)-") else {
        settled.insert(row.text("order") ?? "")
        continue
      }
      guard let side = row.text("side"), let price = row.units("price"),
        let quantity = row.units("quantity"), let fee = row.units("fee")
      else { continue }
      let name = String(id.split(separator: ".")[0])
      if self.ledger[name] == nil {
        self.ledger[name] = Booked(
          id: name, side: side, price: price, quantity: quantity, fee: fee,
          feeAsset: row.text("fee_asset") ?? assets[symbol]?.quote ?? "",
          order: row.text("order") ?? "")
      } else {
        self.ledger[name]?.quantity += quantity
        self.ledger[name]?.fee += fee
      }
    }
    for row in LedgerRow.rows(of: try ledger.ordersTable()) {
      guard let id = row.text("id"), let symbol = row.text("symbol") else { continue }
      let isOpen = ["intent", "sent", "working", "partly_filled", "unknown"].contains(
        row.text("state") ?? "")
      orders.append((id, symbol, isOpen, row.units("filled") ?? 0))
    }
  }

  // MARK: Differences

  /// Whether `sf-broker kill` has sent an order: `sfk` and 23 letters and digits.
  private static func isOfKill(_ clientID: String) -> Bool {
    clientID.hasPrefix("sfk") && clientID.utf8.count == 26
  }

  /// A fill of the exchange as a ledger that has it would say it.
  private func said(_ id: String) -> Booked? {
    guard var theirs = exchange[id] else { return nil }
    let isOfKill = Self.isOfKill(theirs.order)
    if let ours = ledger[id], theirs.side == Side.sell.rawValue, ours.quantity < theirs.quantity {
      theirs.quantity = ours.quantity
      // A person has sold more than was the session's, and paid more for it.
      if isOfKill { theirs.fee = min(theirs.fee, ours.fee) }
    }
    // Where the session owned nothing, it is nothing of it.
    return isOfKill && ledger[id] == nil ? nil : theirs
  }

  /// What sales have taken with them that was left, by symbol, against what was.
  private var dustDifferences: [Difference] {
    assets.keys.sorted().compactMap { symbol in
      let fills = ledger.values.filter { $0.id.hasPrefix("\(symbol)-") }
      let taken = fills.filter { !Self.isOfKill(exchange[$0.id]?.order ?? "") }.reduce(Int64(0)) {
        $0 + (exchange[$1.id]?.quantity ?? 0) - (said($1.id)?.quantity ?? 0)
      }
      let left = owned(symbol)
      guard taken > max(0, left) else { return nil }
      return Difference(
        what: "dust", name: symbol, exchange: "sold \(Quantity(units: taken))",
        ledger: "left \(Quantity(units: max(0, left)))")
    }
  }

  package var differences: [Difference] {
    fillDifferences + orderDifferences + dustDifferences + balanceDifferences
  }

  private var fillDifferences: [Difference] {
    Set(exchange.keys).union(ledger.keys).sorted().compactMap { id in
      let (theirs, ours) = (said(id), ledger[id])
      if theirs?.text == ours?.text { return nil }
      return Difference(
        what: "fill", name: id, exchange: theirs?.text ?? "none", ledger: ours?.text ?? "none")
    }
  }

  private var orderDifferences: [Difference] {
    var found: [Difference] = []
    // One order of the exchange is of one order of the ledger, but for what protects many.
    for order in orders where !settled.contains(order.id) {
      let fills = ledger.values.filter { $0.order == order.id }
      let theirs = fills.reduce(Int64(0)) { $0 + (said($1.id)?.quantity ?? 0) }
      if order.filled != theirs {
        found.append(
          Difference(
            what: "order", name: order.id, exchange: Quantity(units: theirs).description,
            ledger: Quantity(units: order.filled).description))
      }
    }
    // What protects a position is the ledger's order only once it has sold something.
    for order in open
    where !orders.contains(where: { $0.symbol == order.symbol && $0.isOpen })
      && (order.protects == 0 || order.protects > owned(order.symbol))
    {
      found.append(
        Difference(
          what: "order", name: order.name, exchange: "open",
          ledger: "no order of \(order.symbol) is")
      )
    }
    return found
  }

  /// What the ledger's fills have left of a symbol.
  private func owned(_ symbol: String) -> Int64 {
    ledger.values.filter { $0.id.hasPrefix("\(symbol)-") }.reduce(0) { sum, fill in
      let fee = fill.feeAsset == assets[symbol]?.base ? fill.fee : 0
      return sum + (fill.side == Side.buy.rawValue ? fill.quantity : -fill.quantity) - fee
    }
  }

  /// What fills have moved of each asset.
  private var balanceDifferences: [Difference] {
    let known = exchange.keys.compactMap { id in said(id).map { (id, $0) } }
    let theirs = moved(Dictionary(uniqueKeysWithValues: known))
    let ours = moved(ledger)
    return Set(theirs.keys).union(ours.keys).sorted().compactMap { asset in
      let (there, here) = (theirs[asset] ?? .zero, ours[asset] ?? .zero)
      guard there != here else { return nil }
      return Difference(
        what: "balance", name: asset, exchange: there.description, ledger: here.description)
    }
  }

  private func moved(_ fills: [String: Booked]) -> [String: Money] {
    var moved: [String: Money] = [:]
    for (id, fill) in fills {
      guard let pair = assets[String(id.split(separator: "-")[0])] else { continue }
      let sign: Int64 = fill.side == Side.buy.rawValue ? 1 : -1
      moved[pair.base, default: .zero] += Money(Price(units: sign * fill.quantity))
      let worth = Price(units: fill.price) * Quantity(units: fill.quantity)
      // What the exchange makes of price × quantity: down to eight decimals.
      let rounded = Money(units: worth.units - worth.units % 100_000_000)
      moved[pair.quote, default: .zero] += sign > 0 ? -rounded : rounded
      moved[fill.feeAsset, default: .zero] += Money(Price(units: -fill.fee))
    }
    return moved
  }

  /// The table of what differs; `nil` where nothing does.
  package var table: SFReport.Table? {
    let differences = differences
    guard !differences.isEmpty else { return nil }
    return SFReport.Table(
      "differences", "Differences",
      ["what", "name", "exchange", "ledger"].map { SFReport.Table.Column($0, $0) },
      differences.map {
        [.text($0.what), .text($0.name.shown()), .text($0.exchange), .text($0.ledger.shown())]
      })
  }
}

/// A row of a table of a ledger, by the names of its columns.
private struct LedgerRow {
  let cells: [String: Cell]

  static func rows(of table: SFReport.Table) -> [LedgerRow] {
    table.rows.map { row in
      LedgerRow(
        cells: Dictionary(
          zip(table.columns.map(\.key), row), uniquingKeysWith: { first, _ in first }))
    }
  }

  func text(_ key: String) -> String? {
    if case .text(let text) = cells[key] { return text }
    return nil
  }

  func units(_ key: String) -> Int64? {
    if case .amount(let amount) = cells[key] { return amount.units }
    return nil
  }
}
