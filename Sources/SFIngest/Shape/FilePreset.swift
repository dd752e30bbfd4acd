import SFCore

/// The form of the files of a program or a site, by its name.
public enum FilePreset: String, CaseIterable, Sendable {
  case binance, cryptodatadownload, dukascopy, histdata, kraken, mt5, stooq, tradingview, yfinance

  /// What it is, in words.
  public var summary: String {
    switch self {
    case .binance: "archives of klines: twelve columns without a header"
    case .cryptodatadownload: "a line before the header, the newest rows first"
    case .dukascopy: "days first: 01.02.2024 22:00:00.000"
    case .histdata: "20240102 170000;open;high;low;close;volume, in Eastern Standard Time"
    case .kraken: "OHLCVT: seconds and six numbers without a header"
    case .mt5: "MetaTrader 5: tabs, <DATE> and <TIME>; its volume is that of ticks"
    case .stooq: "<TICKER>,<PER>,<DATE>,<TIME> and prices, or Date and prices"
    case .tradingview: "times in seconds since 1970 or text with a zone"
    case .yfinance: "Date, or Datetime with a zone; Adj Close is left"
    }
  }

  /// The columns of a file without a header, in their order.
  private static func numbered(_ meanings: String) -> [FileShape.ColumnChoice] {
    meanings.split(separator: " ").enumerated().map {
      .init(meaning: String($1), column: "\($0 + 1)")
    }
  }

  private static func named(_ names: KeyValuePairs<String, String>) -> [FileShape.ColumnChoice] {
    names.map { .init(meaning: $0, column: $1, isOptional: true) }
  }

  public var shape: FileShape {
    var shape = FileShape()
    switch self {
    case .binance, .tradingview, .yfinance: break
    case .cryptodatadownload: shape.isNewestFirst = true
    case .dukascopy:
      shape.columns = Self.named(["time": "Gmt time|Local time|UTC"])
      shape.timeFormat = TimeFormat("%d.%m.%Y %H:%M:%S.%f")
    case .histdata:
      shape.delimiter = UInt8(ascii: ";")
      shape.columns = Self.numbered("time open high low close volume")
      // Eastern Standard Time the year round.
      shape.zone = ZoneRules(starts: [.earliest], offsets: [-5 * 3_600_000])
    case .kraken: shape.columns = Self.numbered("time open high low close volume trades")
    case .mt5:
      shape.columns = Self.named(["volume": "<TICKVOL>"])
    case .stooq:
      shape.columns = Self.named(["symbol": "<TICKER>|Ticker", "volume": "<VOL>|Volume"])
    }
    return shape
  }
}
