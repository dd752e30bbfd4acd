import SFCore

/// Something that the market around the accounts does.
package enum MarketEvent: Equatable, Sendable {
  case traded(TapePrint, market: Int)
  case quote(bid: AmbientBook.Level, ask: AmbientBook.Level, market: Int, time: Timestamp)

  package var time: Timestamp {
    switch self {
    case .traded(let print, _): print.time
    case .quote(_, _, _, let time): time
    }
  }
}

/// What the market does, in order of time.
package protocol MarketTape: Sendable {
  /// `nil` at the end, for good.
  mutating func next() -> MarketEvent?
}
