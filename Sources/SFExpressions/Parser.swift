/// Reads an expression by recursive descent, loosest operator first:
/// `or`, `and`, `not`, comparisons, `+ -`, `* /`, sign.
struct Parser {
  /// A node with the place where its text begins.
  struct Part {
    enum Node {
      case number(NumberNode)
      case condition(ConditionNode)
    }

    let node: Node
    let start: Int
  }

  /// Longer texts and deeper ones are refused: what follows walks the tree by recursion.
  static let longest = 4_096
  static let deepest = 64

  let text: String
  private let tokens: [Token]
  private var index = 0
  var depth = 0

  static func parse(_ text: String) throws(ExpressionError) -> Part {
    guard text.utf8.count <= longest else {
      throw ExpressionError(
        text, at: longest, "found \(text.utf8.count) bytes, expected at most \(longest)")
    }
    var parser = try Parser(text)
    let part = try parser.disjunction()
    guard parser.token.kind == .end else { throw parser.unexpected("an operator or the end") }
    return part
  }

  static func number(_ text: String) throws(ExpressionError) -> NumberNode {
    try Parser(text).number(parse(text))
  }

  static func condition(_ text: String) throws(ExpressionError) -> ConditionNode {
    try Parser(text).condition(parse(text))
  }

  private init(_ text: String) throws(ExpressionError) {
    self.text = text
    tokens = try Lexer.tokens(text)
  }
}

// MARK: - Operators

extension Parser {
  mutating func disjunction() throws(ExpressionError) -> Part {
    var left = try conjunction()
    while take(.or) {
      let right = try conjunction()
      left = Part(
        node: .condition(.binary(.or, try condition(left), try condition(right))), start: left.start
      )
    }
    return left
  }

  private mutating func conjunction() throws(ExpressionError) -> Part {
    var left = try negation()
    while take(.and) {
      let right = try negation()
      left = Part(
        node: .condition(.binary(.and, try condition(left), try condition(right))),
        start: left.start)
    }
    return left
  }

  private mutating func negation() throws(ExpressionError) -> Part {
    let start = token.start
    guard take(.not) else { return try comparison() }
    try descend()
    let part = try negation()
    depth -= 1
    return Part(node: .condition(.unary(.not, try condition(part))), start: start)
  }

  /// `a < b`, and `a < b < c` for both at once.
  private mutating func comparison() throws(ExpressionError) -> Part {
    let first = try sum()
    var left = first
    var all: ConditionNode?
    while let comparison = Self.comparison(token) {
      advance()
      let right = try sum()
      let one = ConditionNode.compare(comparison, try number(left), try number(right))
      all = all.map { .binary(.and, $0, one) } ?? one
      left = right
    }
    return all.map { Part(node: .condition($0), start: first.start) } ?? first
  }

  private mutating func sum() throws(ExpressionError) -> Part {
    var left = try product()
    while true {
      let operation: Instruction.Operation
      if take(.plus) {
        operation = .add
      } else if take(.minus) {
        operation = .subtract
      } else {
        return left
      }
      left = try binary(operation, left, try product())
    }
  }

  private mutating func product() throws(ExpressionError) -> Part {
    var left = try signed()
    while true {
      let operation: Instruction.Operation
      if take(.times) {
        operation = .multiply
      } else if take(.over) {
        operation = .divide
      } else {
        return left
      }
      left = try binary(operation, left, try signed())
    }
  }

  private func binary(
    _ operation: Instruction.Operation, _ left: Part, _ right: Part
  ) throws(ExpressionError) -> Part {
    Part(
      node: .number(.binary(operation, try number(left), try number(right))), start: left.start)
  }

  private mutating func signed() throws(ExpressionError) -> Part {
    let start = token.start
    guard take(.minus) else { return try primary() }
    try descend()
    let part = try signed()
    depth -= 1
    return Part(node: .number(.unary(.negate, try number(part))), start: start)
  }

  private mutating func primary() throws(ExpressionError) -> Part {
    let token = token
    switch token.kind {
    case .number(let value):
      advance()
      return Part(node: .number(.constant(value)), start: token.start)
    case .name(let name):
      advance()
      if self.token.kind == .symbol(.open) { return try call(name, at: token.start) }
      return Part(
        node: .number(BarField(rawValue: name).map(NumberNode.bar) ?? .name(name)),
        start: token.start)
    case .symbol(.open):
      advance()
      try descend()
      let part = try disjunction()
      depth -= 1
      guard take(.close) else { throw unexpected("an operator or ')'") }
      return Part(node: part.node, start: token.start)
    default: throw unexpected("a name, a number or '('")
    }
  }
}

// MARK: - Tokens and types

extension Parser {
  var token: Token { tokens[index] }

  private static func comparison(_ token: Token) -> Instruction.Operation? {
    switch token.kind {
    case .symbol(.less): .less
    case .symbol(.lessOrEqual): .lessOrEqual
    case .symbol(.equal): .equal
    case .symbol(.notEqual): .notEqual
    case .symbol(.greaterOrEqual): .greaterOrEqual
    case .symbol(.greater): .greater
    default: nil
    }
  }

  mutating func advance() { if index + 1 < tokens.count { index += 1 } }

  mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func descend() throws(ExpressionError) {
    depth += 1
    guard depth <= Self.deepest else {
      throw ExpressionError(
        text, at: token.start, "found more than \(Self.deepest) levels, expected fewer")
    }
  }

  func number(_ part: Part) throws(ExpressionError) -> NumberNode {
    if case .number(let node) = part.node { return node }
    throw ExpressionError(text, at: part.start, "found a condition, expected a number")
  }

  func condition(_ part: Part) throws(ExpressionError) -> ConditionNode {
    if case .condition(let node) = part.node { return node }
    throw ExpressionError(
      text, at: part.start, "found a number, expected a condition",
      help: "compare it, as in close > 0")
  }

  func unexpected(
    _ expected: String, of function: ExpressionFunction? = nil
  ) -> ExpressionError {
    let usage = function.map { " as in \($0.usage)" } ?? ""
    var help: String?
    if case .name(let name) = token.kind, ["and", "or", "not"].contains(name.lowercased()) {
      help = "write \(name.lowercased())"
    }
    return ExpressionError(
      text, at: token.start, "found \(token.found), expected \(expected)\(usage)", help: help)
  }
}
