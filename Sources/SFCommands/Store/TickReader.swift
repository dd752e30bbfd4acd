import SFCore
import SFIngest
import SFStore
import SFTool
import SFWire

/// Reads a CSV file of trades, or of best bids and asks, into the tables of a store that have them.
struct TickReader {
  private let store: any MarketStore
  private let rule: StoreConflictRule?
  /// What waits for the commit, by symbol, in the order in which the symbols came.
  private var pending: [(dataset: Dataset, batch: RowBatch)] = []
  private var waiting = 0
  private(set) var appended = Appended()

  private static let most = 16_384

  init(_ store: any MarketStore, _ rule: StoreConflictRule?) {
    self.store = store
    self.rule = rule
  }

  /// Reads all of it. What was committed before an error stays; the same import again goes on.
  mutating func read(_ file: TickFile) throws {
    let type = file.hasQuotes ? DataType.bookTicker : .trades
    var place = 0
    while !Interruption.isRequested, let row = try file.next() {
      if place >= pending.count || pending[place].dataset.series.symbol != file.symbol {
        place = self.place(of: file.symbol, type)
      }
      pending[place].batch.append(row)
      waiting += 1
      if waiting == Self.most { try keep() }
    }
    try keep()
  }

  private mutating func place(of symbol: Symbol, _ type: DataType) -> Int {
    if let place = pending.firstIndex(where: { $0.dataset.series.symbol == symbol }) {
      return place
    }
    let dataset = Dataset(type, Series(symbol: symbol, interval: Dataset.noInterval))
    pending.append((dataset, RowBatch(type)))
    return pending.count - 1
  }

  private mutating func keep() throws {
    for place in pending.indices where !pending[place].batch.isEmpty {
      appended += try store.append(
        pending[place].batch, to: pending[place].dataset, onConflict: rule)
      pending[place].batch.removeAll()
    }
    waiting = 0
  }
}

extension RowBatch {
  /// Appends a row of its type: the columns in their order.
  fileprivate mutating func append(_ row: TickFile.Row) {
    switch row {
    case .trade(let time, let id, let price, let quantity, let isBuyerMaker):
      appendRow(at: time)
      appendWord(id)
      appendWord(price.units)
      appendWord(quantity.units)
      appendWord(isBuyerMaker ? 1 : 0)
    case .quote(let quote):
      appendRow(at: quote.time)
      appendWord(quote.id)
      appendWord(quote.bid.units)
      appendWord(quote.bidQuantity.units)
      appendWord(quote.ask.units)
      appendWord(quote.askQuantity.units)
    }
  }
}
