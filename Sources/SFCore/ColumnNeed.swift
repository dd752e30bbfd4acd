/// A column that a component reads, and what its numbers must measure.
public struct ColumnNeed: Hashable, Sendable {
  public let name: String
  /// The units that the component can read; empty for any.
  public let units: [FeatureUnit]

  public init(_ name: String, _ units: FeatureUnit...) {
    self.name = name
    self.units = units
  }
}

/// A component that reads columns of the row that belongs to a bar.
///
/// It names them before the run begins, so that a stream that lacks one is
/// refused at the start and no component waits for a value that never comes.
public protocol ColumnReader {
  /// The columns that it reads, in the order of `bind`.
  var needs: [ColumnNeed] { get }

  /// Takes the positions of `needs` in the rows; called before the first bar, and again after a
  /// restart.
  mutating func bind(_ positions: [Int])
}

extension ColumnReader {
  public var needs: [ColumnNeed] { [] }
  public mutating func bind(_ positions: [Int]) {}
}

extension Header {
  /// What the numbers of a column measure; `nil` when no stage says so.
  public func unit(of column: String) -> FeatureUnit? {
    for stage in stages {
      guard let index = stage.columns?.firstIndex(of: column), let units = stage.units,
        index < units.count
      else { continue }
      return units[index]
    }
    return nil
  }

  /// The positions of the columns that a component needs, in their order.
  ///
  /// Refuses a column that is missing, or that measures something else than the component reads.
  /// The unit of a column of which no stage says it is not checked.
  public func positions(
    of needs: [ColumnNeed], neededBy component: String, in columns: ColumnTable
  ) throws(StageError) -> [Int] {
    var positions: [Int] = []
    for need in needs {
      guard let position = columns.position(of: need.name) else {
        throw StageError.missingColumn(need.name, neededBy: component, among: columns.names)
      }
      if let unit = unit(of: need.name), !need.units.isEmpty, !need.units.contains(unit) {
        throw StageError(
          .configuration,
          "\(component) needs a column in the unit "
            + need.units.map(\.rawValue).joined(separator: " or ")
            + ", and \(need.name) has the unit \(unit.rawValue)")
      }
      positions.append(position)
    }
    return positions
  }
}
