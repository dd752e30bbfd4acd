import SFCore
import SFTool

/// The shared features of one trial, under the names that it has for them.
///
/// A class, since a structure would be copied out of the chain that has it at every step.
final class TrialColumns {
  /// What the `sf-features` of the trial says of itself; `nil` when the trial computes its own.
  let entry: StageEntry?
  /// The columns that its stages know: those of other trials have no place here.
  var table = ColumnTable()
  /// By column: a value for each bar of the market.
  private let values: [[Double]]
  /// Where the columns stand in the rows.
  private let positions: [Int]

  init(_ entry: StageEntry? = nil, _ values: [[Double]] = []) {
    self.entry = entry
    self.values = values
    var table = ColumnTable()
    positions = (entry?.columns ?? []).map { table.add($0) }
    self.table = table
  }

  /// Fills the rows of the bars of a step, of which the first is `bar` of the market.
  @inline(__always)
  func fill(_ step: inout Step, from bar: Int) {
    // A new step has a row for each bar, in the order of the bars.
    for index in 0..<step.bars.count {
      let start = index * step.width
      for column in positions.indices {
        step.values[start + positions[column]] = values[column][bar + index]
      }
    }
  }
}
