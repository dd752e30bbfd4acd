import SFCommands
import SFCore

/// Parts of time to train and to test on, one test behind the other.
///
/// A train part is all that was known before its test: a row whose outcome is known later than the
/// first row of the test is in neither, since what it says of the future would be learned.
///
///     rows by time   1 2 3 4 | 5 6 | 7 8        split 1 trains on those of 1 to 4 with t1 before 5,
///                                               split 2 on those of 1 to 6 with t1 before 7
struct TrainingSplits {
  /// A row: when it was asked about, and when its outcome was known; `nil` when it never was.
  struct Row {
    let id: String
    let ts: Timestamp
    let t1: Timestamp?
  }

  enum Part: String { case train, test }

  /// The parts of each split, in order; none where rows are too few. Rows come in order of time, and
  /// only those with an outcome take part.
  static func parts(of rows: [Row], count: Int) -> [[(id: String, part: Part)]] {
    let known = rows.filter { $0.t1 != nil }
    // A time is in one test only: each begins with all rows of a time.
    let starts = (1...count + 1).map { part in
      let start = known.count * part / (count + 1)
      return start == known.count ? start : known.firstIndex { $0.ts >= known[start].ts } ?? start
    }
    return zip(starts, starts.dropFirst()).compactMap { start, end in
      guard 0 < start, start < end else { return nil }
      let first = known[start].ts
      let train = known[..<start].filter { row in row.t1.map { $0 < first } ?? false }
      return train.map { ($0.id, Part.train) } + known[start..<end].map { ($0.id, .test) }
    }
  }
}
