import SFCore
import SFWire

/// How often a source that follows a market has bars, by what it says of itself in its header.
///
///     --follow --interval 1m --wait 5s    a mark at 09:31, and alerts behind it
///     the next bar closes at 09:32:00, and should be here at 09:32:05
package struct FeedRhythm: Sendable {
  private let grid: BarGrid
  private let wait: TimeSpan

  /// `nil` for a source that follows nothing, and for bars that no clock closes.
  package init?(header line: [UInt8]?) {
    guard let line,
      let source = Line.withLine(
        of: line,
        { line in
          // What is no header has no rhythm.
          try? HeaderLine.read(line).header.stages.first
        }),
      source.setting(named: "follow") == .flag(true),
      case .text(let interval)? = source.setting(named: "interval"),
      let interval = Interval(interval), interval.milliseconds != nil
    else { return nil }
    grid = BarGrid(interval)
    guard case .text(let text)? = source.setting(named: "wait"),
      let wait = TimeSpan(text)
    else { return nil }
    self.wait = wait
  }

  /// When the bar behind a mark should be here at the latest; `nil` before the first mark.
  package func due(behind mark: Timestamp?) -> Timestamp? {
    mark.map { mark in
      Timestamp(milliseconds: grid.begin(of: mark.milliseconds) + grid.length + wait.milliseconds)
    }
  }
}

extension StageStatus {
  /// How much later than due a bar comes while nothing is wrong: an exchange takes its time.
  private static let usual = TimeSpan.seconds(10)

  /// Since when no bar came that was due; `nil` where none is. A stream that catches up has old
  /// marks, which have just been received.
  public func outage(at now: Timestamp) -> Timestamp? {
    guard let due, [.starting, .running, .waiting, .failed].contains(state) else { return nil }
    let last = max(due, wall ?? due)
    return now - last > Self.usual.milliseconds ? due : nil
  }
}
