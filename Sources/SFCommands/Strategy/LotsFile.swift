import SFBinance
import SFCore
import SFTool
import SFTransport
import SFWire
import SFRun

/// The file of `--lots`: a CSV table, or the exchangeInfo of an exchange as it answers it.
///
///     symbol,step,tick,min_notional,quote
///     BTCUSDT,0.00001,0.01,5,USDT
struct LotsFile {
  private let path: String

  static func read(_ path: String) throws -> LotTable {
    let text = try Endpoint.text(of: path)
    let file = LotsFile(path: path)
    let first = text.utf8.first { !" \t\r\n".utf8.contains($0) }
    let entries =
      try first == UInt8(ascii: "{") ? file.exchangeInfo(Array(text.utf8)) : file.table(text)
    guard !entries.isEmpty else { throw file.error(1, "found no symbol, expected at least one") }
    return LotTable(entries)
  }

  private func error(_ line: Int, _ column: Int = 1, _ message: String) -> InputError {
    InputError(.configuration, file: path, line: line, column: column, message: message)
  }

  private func error(_ line: Int, _ message: String) -> InputError { error(line, 1, message) }

  // MARK: CSV

  private static let columns = ["symbol", "step", "tick", "min_notional", "quote"]

  private func table(_ text: String) throws -> [LotTable.Entry] {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
    let header = Self.cells(lines[0])
    guard header == Self.columns else {
      throw error(
        1,
        "found the columns \(header.joined(separator: ",")), expected "
          + Self.columns.joined(separator: ","))
    }
    var entries: [LotTable.Entry] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let cells = Self.cells(line)
      guard cells.count == Self.columns.count else {
        throw error(index + 1, "found \(cells.count) cells, expected \(Self.columns.count)")
      }
      try add(
        cells[0], step: cells[1], tick: cells[2], minNotional: cells[3],
        quote: cells[4].isEmpty ? nil : cells[4], to: &entries, index + 1)
    }
    return entries
  }

  private static func cells(_ line: String) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
      let trimmed = cell.drop { $0 == " " }
      return String(trimmed.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
    }
  }

  // MARK: exchangeInfo

  private func exchangeInfo(_ bytes: [UInt8]) throws -> [LotTable.Entry] {
    var entries: [LotTable.Entry] = []
    // What no stream can name needs no lot.
    for symbol in try ExchangeInfoFile(path: path).symbols(bytes) where Symbol(symbol.name) != nil {
      guard let step = symbol.filter(.lotSize)?["stepSize"]?.string,
        let tick = symbol.filter(.priceFilter)?["tickSize"]?.string
      else {
        throw error(
          1,
          "found \(symbol.name) without a step or a tick, expected the filters LOT_SIZE and "
            + "PRICE_FILTER")
      }
      try add(
        symbol.name, step: step, tick: tick, minNotional: Self.smallest(of: symbol),
        quote: symbol.quoteAsset, to: &entries, 1)
    }
    return entries
  }

  /// The smallest notional, as spot and futures write it; 0 for a symbol without one.
  private static func smallest(of symbol: SymbolInfo) -> String {
    let filter = symbol.filter(.notional, .minNotional)
    return filter?["minNotional"]?.string ?? filter?["notional"]?.string ?? "0"
  }

  // MARK: Both

  private func add(
    _ name: String, step: String, tick: String, minNotional: String, quote: String?,
    to entries: inout [LotTable.Entry], _ line: Int
  ) throws {
    guard let symbol = Symbol(name) else {
      throw error(line, "found the symbol '\(name)', expected \(Symbol.rule)")
    }
    guard !entries.contains(where: { $0.symbol == symbol }) else {
      throw error(line, "found \(symbol) twice, expected each symbol once")
    }
    guard let step = Quantity(step), step > .zero else {
      throw error(line, "found the step '\(step)' of \(symbol), expected an amount above 0")
    }
    guard let tick = Price(tick), tick > .zero else {
      throw error(line, "found the tick '\(tick)' of \(symbol), expected an amount above 0")
    }
    guard let smallest = Price(minNotional), smallest >= .zero else {
      throw error(
        line,
        "found the min_notional '\(minNotional)' of \(symbol), expected an amount of 0 or more")
    }
    let lot = Lot(step: step, tick: tick, minNotional: smallest, quote: quote)
    entries.append(LotTable.Entry(symbol: symbol, lot: lot))
  }
}
