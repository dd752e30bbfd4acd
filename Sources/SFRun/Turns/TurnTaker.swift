import SFCore

/// A venue as it takes its turns: it answers at a mark, and then takes the orders of that mark.
///
/// One with a ledger goes on where that ends: what it has answered before is not answered again, but
/// recalled, and what it has taken before is not taken again.
public protocol TurnTaker {
  /// What it looks at of the market.
  var readsOfMarket: LineTypes { get }

  /// What it has done before; `nil` for one that begins.
  var done: TurnsDone? { get }

  /// Takes the header of the orders; gives what it says of itself behind it.
  mutating func bind(_ header: Header) throws -> StageEntry

  /// The lines of a mark that it has answered before.
  func recall(_ mark: Timestamp) throws -> [UInt8]

  /// Takes the market of a mark; its answers are the lines that it adds.
  mutating func answer(_ step: inout Step) throws

  /// Keeps the lines of the answers of a mark until `commit`.
  mutating func keep(_ text: [UInt8], of step: borrowing Step)

  /// Takes what was ordered at a mark, in its order, beside the market of it.
  mutating func take(_ orders: borrowing Step, _ market: inout Step) throws

  /// The market has ended: adds closing lines.
  mutating func finish(_ step: inout Step) throws

  /// Called before answers leave, and before the market is waited for: what is not to be forgotten
  /// is on disk when it returns.
  mutating func commit() throws
}

/// How far a venue had come.
public struct TurnsDone: Sendable, Codable {
  /// The last mark that it has answered.
  public var mark: Timestamp
  /// Whether it has taken the orders of that mark, too.
  public var hasTaken: Bool
  /// The series of the market, whose numbers it remembers.
  public var series: SeriesTable

  public init(mark: Timestamp, hasTaken: Bool, series: SeriesTable) {
    self.mark = mark
    self.hasTaken = hasTaken
    self.series = series
  }
}
