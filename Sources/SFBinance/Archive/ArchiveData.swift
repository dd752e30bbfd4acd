import SFCore

/// What an archive has, and the word for it in the archive's name.
public enum ArchiveData: Hashable, Sendable {
  /// Bars of a length of time.
  case klines(Interval)
  /// Each trade.
  case trades
  /// What one order traded at one price, put together.
  case aggTrades

  public enum Kind: String, CaseIterable, Sendable { case klines, trades, aggTrades }

  /// `nil` for a word that says none, and for bars that are not bound to time.
  init?(text: String) {
    switch text {
    case Kind.trades.rawValue: self = .trades
    case Kind.aggTrades.rawValue: self = .aggTrades
    default:
      guard let interval = Interval(text), interval.milliseconds != nil else { return nil }
      self = .klines(interval)
    }
  }

  public var kind: Kind {
    switch self {
    case .klines: .klines
    case .trades: .trades
    case .aggTrades: .aggTrades
    }
  }

  /// `nil` where it has no bars.
  public var interval: Interval? {
    guard case .klines(let interval) = self else { return nil }
    return interval
  }

  package var text: String { interval?.text ?? kind.rawValue }

  /// How the header begins of archives that have one.
  package var header: String { kind.columns[0] + "," }
}
