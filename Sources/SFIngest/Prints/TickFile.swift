import SFCore
import SFWire

/// The trades of a CSV file, or its best bids and asks, in the order in which they stand there.
package final class TickFile {
  package enum Row {
    /// Numbered by the exchange; `isBuyerMaker` when a sell met a resting buy.
    case trade(
      time: Int64, id: Int64, price: Price, quantity: Quantity, isBuyerMaker: Bool)
    case quote(QuoteRow)
  }

  private enum Table {
    case prints(PrintTable)
    case quotes(QuoteTable)
  }

  private let lines: LineFeed
  private let table: Table

  /// Tells by the first line what the file has. `symbol` is that of all rows; `nil` takes the
  /// column, else the name of the file.
  package init(_ source: any ByteSource, symbol: Symbol?) throws {
    let tally = Tally(skippable: 0)
    lines = LineFeed(source, tally)
    guard case .line(let first) = try lines.next(waiting: true) else {
      throw Self.error(lines, "an empty file")
    }
    let line = first.withoutByteOrderMark
    var options = IngestOptions()
    options.symbol = symbol
    do {
      if let roles = try QuoteTable.roles(
        header: RowCursor.fields(of: line, UInt8(ascii: ",")).map(\.text))
      {
        let hasColumn = roles.contains(.symbol)
        let symbol = try symbol ?? (hasColumn ? nil : options.symbol(ofAllIn: lines.file))
        table = .quotes(QuoteTable(roles, symbol: symbol, file: lines.file, tally))
        return
      }
    } catch let error as WireError {
      throw IngestError(error, file: lines.file, line: lines.number)
    }
    guard let prints = try PrintTable.open(lines, line, options, tally) else {
      throw Self.error(lines, "no trades and no quotes")
    }
    if prints.isAggregate { throw Self.error(lines, "trades that were put together (aggTrades)") }
    if !prints.saysIDs { throw Self.error(lines, "trades without 'id'") }
    if !prints.saysTakers { throw Self.error(lines, "trades without 'side' or 'is_buyer_maker'") }
    table = .prints(prints)
  }

  private static func error(_ lines: LineFeed, _ found: String) -> IngestError {
    IngestError(
      file: lines.file, line: 1, column: 1,
      message: "found \(found), expected the lines of an export, or CSV: trades with id, price, "
        + "quantity, time and side, or quotes with update_id, bid_price and so on")
  }

  package var hasQuotes: Bool {
    if case .quotes = table { true } else { false }
  }

  /// The symbol of the last row.
  package var symbol: Symbol {
    switch table {
    case .prints(let table): table.symbols[table.slot]
    case .quotes(let table): table.symbols[table.slot]
    }
  }

  /// The next row; `nil` at the end.
  package func next() throws -> Row? {
    guard case .line(let line) = try lines.next(waiting: true) else { return nil }
    do {
      switch table {
      case .quotes(let table): return .quote(try table.read(line, number: lines.number))
      case .prints(let table):
        let print = try table.read(line, number: lines.number)
        guard let id = print.id, let isTakerBuy = print.isTakerBuy else {
          preconditionFailure("a table without ids or takers is refused when it is opened")
        }
        return .trade(
          time: print.time, id: id, price: print.price, quantity: print.quantity,
          isBuyerMaker: !isTakerBuy)
      }
    } catch {
      throw IngestError(error, file: lines.file, line: lines.number)
    }
  }
}
