/// A column that an expression compares with a number: `rsi_14 < 30`, `cross_above(rsi_14, 30)`.
public struct ColumnComparison: Hashable, Sendable {
  public let column: String
  public let number: Double

  public init(_ column: String, _ number: Double) {
    self.column = column
    self.number = number
  }

  /// Those of a condition, in its order; of a text that is none, none.
  public static func all(of condition: String) -> [ColumnComparison] {
    // What cannot be read is said by whoever computes it.
    guard let node = try? Parser.condition(condition) else { return [] }
    return all(of: node)
  }

  private static func all(of node: ConditionNode) -> [ColumnComparison] {
    switch node {
    case .compare(_, .name(let name), let other), .compare(_, let other, .name(let name)):
      constant(other).map { [ColumnComparison(name, $0)] } ?? []
    case .compare: []
    case .unary(_, let node): all(of: node)
    case .binary(_, let left, let right): all(of: left) + all(of: right)
    }
  }

  private static func constant(_ node: NumberNode) -> Double? {
    switch node {
    case .constant(let value): value
    case .unary(.negate, .constant(let value)): -value
    default: nil
    }
  }
}
