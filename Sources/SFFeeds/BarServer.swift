import SFCore
import SFRun

/// A host that is asked for bars, a page at a time: the REST API of an exchange.
public protocol BarServer: AnyObject {
  /// Its time, in milliseconds since 1970; a bar that is closed by it is closed.
  var time: Int64 { get }

  /// The moment at which it will be that time.
  func moment(at time: Int64) -> Moment

  /// The most bars of an answer.
  var pageSize: Int64 { get }

  /// Whether another question may be under way.
  var takesMore: Bool { get }

  /// Whether the run is to stop.
  var isStopped: Bool { get }

  /// Asks for the first bars of a series, a page at most, that open in a span; they come from `next`
  /// with the tag that it returns.
  func ask(_ series: Series, _ span: TimeRange) -> Int

  /// What it sends by itself, `nil` where it only answers; `next` returns when something has come.
  var stream: (any BarStream)? { get }

  /// Whether there is something beside bars that whoever waits for them is to see.
  var hasNews: Bool { get }

  /// The next answer: bars in order of time, of which the last may be open; `nil` at `deadline`, when
  /// the run is to stop, when there is news, or when the stream has said something.
  func next(until deadline: Moment) throws -> (tag: Int, bars: [ClosedBar])?
}

extension BarServer {
  public var hasNews: Bool { false }
  public var stream: (any BarStream)? { nil }
}
