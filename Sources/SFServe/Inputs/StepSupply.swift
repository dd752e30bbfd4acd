import SFCore
import SFFetch
import SFRun

/// Where the lines of an input come from: a journal of this process, or another process.
protocol StepSupply: AnyObject {
  /// Begins anew behind a mark, with the header.
  func begin(behind mark: Timestamp?) throws

  /// What comes next.
  func next() throws -> SuppliedLines

  /// Asks for more, where that has to be asked for; returns when it is to be called again.
  func advance(_ now: Moment) throws -> Moment

  /// The id of the journal; `nil` while it is not known.
  var journal: String? { get }

  /// Can be read when something may have come; -1 where nothing has to be waited for.
  var descriptor: Int32 { get }
}

/// Lines of an input, in the order of the cases.
enum SuppliedLines: Equatable {
  case header([UInt8])
  /// Whole steps.
  case steps([UInt8])
  /// Closing lines and the end.
  case end([UInt8])
  /// Nothing yet.
  case nothing
}

/// A stage whose journal others read.
protocol StepProducer: AnyObject {
  /// What of its journal may be shown.
  var facts: JournalFacts { get }
  /// The directory of its segments.
  var journalPath: String { get }
  /// The header line; `nil` before the first.
  var header: [UInt8]? { get }
  /// Closing lines and end; empty while it goes on.
  var tail: [UInt8] { get }
  /// The last steps of its journal, for who has all before them; `nil` where they are to be read.
  var latest: LatestSteps? { get }
}
