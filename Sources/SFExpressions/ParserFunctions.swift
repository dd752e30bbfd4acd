import SFCore

/// Calls: what each function takes, and what it is made of.
extension Parser {
  mutating func call(_ name: String, at start: Int) throws(ExpressionError) -> Part {
    guard let function = ExpressionFunction(rawValue: name) else {
      let names = ExpressionFunction.allCases.map(\.rawValue)
      throw ExpressionError(
        text, at: start,
        "found '\(name)', which is no function: the nearest are "
          + NearestName.three(name, among: names).joined(separator: " "),
        help: NearestName.help(for: name, among: names))
    }
    try descend()
    advance()
    let node = try arguments(of: function)
    depth -= 1
    guard take(.close) else { throw unexpected("')'", of: function) }
    return Part(node: node, start: start)
  }

  private mutating func arguments(
    of function: ExpressionFunction
  ) throws(ExpressionError) -> Part.Node {
    switch function {
    case .abs: return .number(.unary(.absolute, try numberArgument()))
    case .log: return .number(.unary(.logarithm, try numberArgument()))
    case .sqrt: return .number(.unary(.squareRoot, try numberArgument()))
    case .latest: return .number(.unary(.latest, try numberArgument()))
    case .min: return .number(try folded(.minimum, function))
    case .max: return .number(try folded(.maximum, function))
    case .lag: return .number(try window(Instruction.Operation.lag, function))
    case .highest: return .number(try window(Instruction.Operation.highest, function))
    case .lowest: return .number(try window(Instruction.Operation.lowest, function))
    case .mean: return .number(try window(Instruction.Operation.mean, function))
    case .stdev:
      let x = try numberArgument()
      return .number(.deviation(x, bars: try bars(of: function)))
    case .valueWhen:
      let condition = try condition(disjunction())
      guard take(.comma) else { throw unexpected("','", of: function) }
      return .number(.valueWhen(condition, try numberArgument()))
    case .barsSince: return .number(.of(.barsSince, try condition(disjunction())))
    case .countIn:
      let condition = try condition(disjunction())
      return .number(.of(.countIn(try bars(of: function)), condition))
    case .crossAbove: return .condition(try crossing(.crossAbove, function))
    case .crossBelow: return .condition(try crossing(.crossBelow, function))
    case .rising: return .condition(try run(.greater, function))
    case .falling: return .condition(try run(.less, function))
    }
  }

  private mutating func numberArgument() throws(ExpressionError) -> NumberNode {
    try number(disjunction())
  }

  private mutating func folded(
    _ operation: Instruction.Operation, _ function: ExpressionFunction
  ) throws(ExpressionError) -> NumberNode {
    var node = try numberArgument()
    repeat {
      guard take(.comma) else { throw unexpected("','", of: function) }
      node = .binary(operation, node, try numberArgument())
    } while token.kind == .symbol(.comma)
    return node
  }

  private mutating func window(
    _ operation: (Int) -> Instruction.Operation, _ function: ExpressionFunction
  ) throws(ExpressionError) -> NumberNode {
    let x = try numberArgument()
    return .unary(operation(try bars(of: function)), x)
  }

  private mutating func crossing(
    _ operation: Instruction.Operation, _ function: ExpressionFunction
  ) throws(ExpressionError) -> ConditionNode {
    let x = try numberArgument()
    guard take(.comma) else { throw unexpected("','", of: function) }
    return .compare(operation, x, try numberArgument())
  }

  private mutating func run(
    _ comparison: Instruction.Operation, _ function: ExpressionFunction
  ) throws(ExpressionError) -> ConditionNode {
    let x = try numberArgument()
    let bars = token.kind == .symbol(.comma) ? try bars(of: function) : 1
    let moves = ConditionNode.compare(comparison, x, .unary(.lag(1), x))
    return bars == 1 ? moves : .unary(.throughout(bars), moves)
  }

  /// `, n`: a number that stands there, since a window is made once.
  private mutating func bars(of function: ExpressionFunction) throws(ExpressionError) -> Int {
    guard take(.comma) else { throw unexpected("','", of: function) }
    let range = ExpressionFunction.bars
    guard case .number(let value) = token.kind, let bars = Int(exactly: value),
      range.contains(bars)
    else {
      throw unexpected(
        "a whole number of bars, \(range.lowerBound) to \(range.upperBound),", of: function)
    }
    advance()
    return bars
  }
}
