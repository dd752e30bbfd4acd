import SFCore

/// When the best bids and asks of a mark are asked for: shortly before it, so that they are what was
/// known as it closed. What comes behind its time is not said with it, nor with a later one.
///
///     time   T − 1 s     T − 950 ms    T    T + 250 ms
///            asked for   come               the bars of T come: written with the quotes
///
/// All times are the exchange's, in milliseconds.
package struct QuotePoll: Sendable {
  private let grid: BarGrid
  /// How long before a close they are asked for.
  private let lead: Int64
  private var asked: (close: Int64, tag: Int)?
  private var quotes: [Quote] = []

  /// Streams say at once what is asked of them, and so are asked as late as may be.
  package init(_ interval: Interval, isStreamed: Bool = false) {
    grid = BarGrid(interval)
    lead = min(isStreamed ? 100 : 1_000, grid.length / 4)
  }

  /// The close whose quotes are to be asked for now; `nil` when they have been, or it is too early.
  package func due(at now: Int64) -> Int64? {
    let close = nextClose(at: now)
    return close != asked?.close && close - now <= lead ? close : nil
  }

  private func nextClose(at now: Int64) -> Int64 { grid.begin(of: now) + grid.length }

  /// Notes that the quotes of a close are asked for.
  package mutating func asks(for close: Int64, tag: Int) {
    asked = (close, tag)
    quotes = []
  }

  /// Takes the answer to a question, which came at a time; one that is asked no more, or came behind
  /// its close, is for nothing.
  package mutating func take(_ quotes: [Quote], tag: Int, at time: Int64) {
    if let asked, tag == asked.tag, time <= asked.close { self.quotes = quotes }
  }

  /// The quotes to be written with a mark.
  package func quotes(of close: Int64) -> [Quote] { close == asked?.close ? quotes : [] }

  /// When quotes are to be asked for next.
  package func wake(at now: Int64) -> Int64 {
    let close = nextClose(at: now)
    return (close == asked?.close ? close + grid.length : close) - lead
  }
}
