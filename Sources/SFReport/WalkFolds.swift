import SFCore

/// The folds of a walk, as its header says them: what was chosen for each stretch of time, by what,
/// and what came of it.
///
/// The settings of the stage `sf-walk` are the columns of a table, a value for each fold; those of
/// the other stages are the first fold's.
public struct WalkFolds: Sendable {
  public static let stage = "sf-walk"

  /// The settings of the stage, a list of the values of all folds for each column.
  public static func entry(version: String, _ table: Table) -> StageEntry {
    StageEntry(
      name: stage, version: version,
      config: table.columns.enumerated().map { index, column in
        Setting(column.key, .list(table.rows.map { value($0[index]) }))
      })
  }

  private static func value(_ cell: Cell) -> Setting.Value {
    switch cell {
    case .none: .null
    case .text, .name, .time: .text(cell.plain)
    case .flag(let flag): .flag(flag)
    case .count, .amount, .number, .fraction: .number(cell.json)
    }
  }

  /// A row for each fold.
  public let table: Table

  /// `nil` when the header names no walk.
  public init?(_ stages: [StageEntry]) {
    guard let stage = stages.last(where: { $0.name == Self.stage }) else { return nil }
    let columns = stage.config.compactMap { setting -> (key: String, values: [Setting.Value])? in
      guard case .list(let values) = setting.value else { return nil }
      return (setting.key, values)
    }
    guard let count = columns.map(\.values.count).max(), count > 0 else { return nil }
    let metrics = Metric.ofRuns
    table = Table(
      "folds", "folds", columns.map { Table.Column($0.key, Self.label($0.key, metrics)) },
      (0..<count).map { row in
        columns.map { column in
          row < column.values.count ? Self.cell(column.key, column.values[row]) : .none
        }
      })
  }

  private static func label(_ key: String, _ metrics: [Metric]) -> String {
    switch key {
    case "train_from": return "train from, UTC"
    case "test_from": return "test from, UTC"
    case "train_to", "test_to": return "to"
    default: break
    }
    for part in ["train", "test"] where key.hasPrefix("\(part)_") {
      let figure = metrics.first { $0.key == key.dropFirst(part.count + 1) }
      if let figure { return "\(part): \(figure.label)" }
    }
    return key
  }

  private static func cell(_ key: String, _ value: Setting.Value) -> Cell {
    switch value {
    case .null: .none
    case .number(let text):
      Int(text).map(Cell.count)
        ?? Double(text).map { key.hasSuffix("_fraction") ? .fraction($0) : .number($0) }
        ?? .text(text)
    case .text(let text): Timestamp(text).map(Cell.time) ?? .text(text)
    default: .text(value.text)
    }
  }
}
