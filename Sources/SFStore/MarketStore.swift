import SFCore

/// A place where market data is kept: a file, or a database on another machine.
///
/// One process writes, any number read meanwhile. What `append` and `transaction` have done is
/// committed when they return; a process that is killed leaves all of a transaction or nothing.
public protocol MarketStore: AnyObject {
  /// As messages name it.
  var name: String { get }

  /// What is in there, by type, symbol and interval.
  func datasets() throws -> [Dataset]

  /// How much of a dataset is there, and from when to when. Counts its rows.
  func extent(of dataset: Dataset) throws -> DatasetExtent

  /// The last row's time, of a bar that of its open; `nil` when there is none. Costs two looks:
  /// where the first or the last is no time, none between can be trusted to be met.
  func last(of dataset: Dataset) throws -> Timestamp?

  /// Does all of the work or none of it.
  func transaction(_ work: () throws -> Void) throws

  /// Keeps rows, all or none. A row that is there with other values is an error, or what the rule
  /// says.
  @discardableResult
  func append(
    _ batch: RowBatch, to dataset: Dataset, onConflict rule: StoreConflictRule?
  ) throws -> Appended

  /// Fills the batch with up to `limit` rows behind a place and before `to`, in order. Each call
  /// sees what is committed by then, and holds nothing open.
  func read(
    _ dataset: Dataset, after place: RowPlace, to: Timestamp, limit: Int,
    into batch: inout RowBatch) throws

  /// The bars that are missing between the first and the last, in order; known absences included.
  func gaps(in dataset: Dataset) throws -> [BarSpan]

  /// Bars that their source itself lacks, so that nobody asks for them again; in order.
  func absences(of dataset: Dataset) throws -> [BarSpan]

  /// Notes that the source lacks these bars.
  func note(absent spans: [BarSpan], of dataset: Dataset) throws

  /// Looks at all of it; what is wrong, a sentence each.
  func check() throws -> [String]

  /// Gives back room that is not needed, and orders the rest.
  func vacuum() throws

  /// The room that it takes, in bytes.
  func size() throws -> Int
}

/// Which of two rows of one dataset and time is kept when they disagree.
public enum StoreConflictRule: String, CaseIterable, Sendable { case first, last }

/// A place in the order of a dataset: behind all rows up to this time and sequence.
public struct RowPlace: Hashable, Sendable {
  public let milliseconds: Int64
  /// Of types without a sequence the place is behind the time itself.
  public let sequence: Int64

  public init(milliseconds: Int64, sequence: Int64 = .max) {
    self.milliseconds = milliseconds
    self.sequence = sequence
  }

  /// Before all rows of that time.
  public static func before(_ time: Timestamp) -> RowPlace {
    RowPlace(milliseconds: time.milliseconds - 1)
  }
}

extension RowBatch {
  /// The place behind the last row.
  public var end: RowPlace? {
    guard let time = times.last else { return nil }
    let place = type.sequencePlace
    return RowPlace(
      milliseconds: time,
      sequence: place.map { words[words.count - type.columns.count + $0] } ?? .max)
  }
}
