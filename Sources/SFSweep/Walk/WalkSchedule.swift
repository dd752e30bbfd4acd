import SFCore

/// How a walk goes through time: slices to choose on, each followed by one to judge on.
///
///     train 4, test 2, step 2, embargo 1          anchored
///     ....-..                                     ....-..
///       ....-..                                   ......-..
///         ....-..                                 ........-..
package struct WalkSchedule: Hashable, Sendable {
  /// All in milliseconds.
  package let train: Int64
  package let test: Int64
  /// From one test to the next, at least the length of a test.
  package let step: Int64
  /// What lies between a train and its test, and is in neither.
  package let embargo: Int64
  /// Whether every train begins with the market.
  package let isAnchored: Bool

  package init(
    train: Int64, test: Int64, step: Int64? = nil, embargo: Int64 = 0, isAnchored: Bool = false
  ) throws(ConfigurationError) {
    guard train > 0, test > 0, embargo >= 0 else {
      throw ConfigurationError("--train, --test", "must be longer than nothing")
    }
    let step = step ?? test
    guard step >= test else {
      throw ConfigurationError(
        "--step", "must not be shorter than --test: a time would be judged twice")
    }
    (self.train, self.test, self.step) = (train, test, step)
    (self.embargo, self.isAnchored) = (embargo, isAnchored)
  }

  /// One choice and its judgement.
  package struct Fold: Hashable, Sendable {
    package let train: Slice
    package let test: Slice
  }

  /// The folds whose test ends with the market or before.
  package func folds(from begin: Timestamp, to end: Timestamp) -> [Fold] {
    var folds: [Fold] = []
    var trainEnd = begin + train
    while trainEnd + embargo + test <= end {
      let testBegin = trainEnd + embargo
      folds.append(
        Fold(
          train: Slice(from: isAnchored ? begin : trainEnd + -train, to: trainEnd),
          test: Slice(from: testBegin, to: testBegin + test)))
      trainEnd = trainEnd + step
    }
    return folds
  }
}
