/// A part of an expression that is a number.
indirect enum NumberNode {
  case constant(Double)
  case bar(BarField)
  /// A column or a market field.
  case name(String)
  case unary(Instruction.Operation, NumberNode)
  case binary(Instruction.Operation, NumberNode, NumberNode)
  /// A number that is made of a condition.
  case of(Instruction.Operation, ConditionNode)
  case deviation(NumberNode, bars: Int)
  case valueWhen(ConditionNode, NumberNode)
}

/// A part of an expression that is true, false, or missing.
indirect enum ConditionNode {
  case compare(Instruction.Operation, NumberNode, NumberNode)
  case unary(Instruction.Operation, ConditionNode)
  case binary(Instruction.Operation, ConditionNode, ConditionNode)
}

/// What a bar always has; volume is missing where the market does not say.
public enum BarField: String, CaseIterable, Sendable { case open, high, low, close, volume }
