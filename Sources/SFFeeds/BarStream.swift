import SFCore

/// What a server sends by itself of the series of a feed, beside what it answers: bars that have
/// closed, as they close. Nothing of it is said twice, and some of it may never come.
public protocol BarStream: AnyObject {
  /// The bar of a series that opens then, if it has come and has closed.
  func bar(ofSeries series: Int, opening open: Int64) -> ClosedBar?

  /// Forgets what opens before that: it has been handed out.
  func forget(ofSeries series: Int, before open: Int64)
}
