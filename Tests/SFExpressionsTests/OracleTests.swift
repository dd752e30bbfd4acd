import Foundation
import SFCore
import SFExpressions
import SFTestSupport
import Testing

/// An expression as a tree of its own, computed from the whole history at every row: the slow and
/// obvious way. Truths are 1 and 0, and missing is NaN.
private indirect enum Tree {
  case leaf(String)
  case apply(String, [Tree], bars: Int)

  static let numbers = [
    "+", "-", "*", "/", "neg", "min", "max", "abs", "log", "sqrt", "lag", "highest", "lowest",
    "latest", "bars_since", "count_in", "value_when",
  ]
  static let conditions = [
    "<", "<=", "==", "!=", ">=", ">", "and", "or", "not", "cross_above", "cross_below", "rising",
    "falling",
  ]
  static let overConditions = ["and", "or", "not", "bars_since", "count_in"]
  static let windows = ["lag", "highest", "lowest", "count_in", "rising", "falling"]
  static let single = [
    "neg", "abs", "log", "sqrt", "lag", "highest", "lowest", "latest", "bars_since", "count_in",
    "not", "rising", "falling",
  ]

  static func random(
    isCondition: Bool, depth: Int, _ names: [String], _ generator: inout SeededGenerator
  ) -> Tree {
    if !isCondition, depth == 0 || generator.next() % 5 == 0 {
      let leaves = names + ["open", "close", "volume", "0", "1.5", "2"]
      return .leaf(leaves[Int(generator.next() % UInt64(leaves.count))])
    }
    var list = isCondition ? conditions : numbers
    if depth < 1 { list = ["<", "<=", ">", "cross_above", "rising"] }
    let name = list[Int(generator.next() % UInt64(list.count))]
    let parts = (0..<(single.contains(name) ? 1 : 2)).map {
      random(
        isCondition: overConditions.contains(name) || name == "value_when" && $0 == 0,
        depth: max(0, depth - 1), names, &generator)
    }
    return .apply(name, parts, bars: 1 + Int(generator.next() % 5))
  }

  var text: String {
    switch self {
    case .leaf(let text): return text
    case .apply(let name, let parts, let bars):
      let texts = parts.map(\.text)
      switch name {
      case "neg": return "(-\(texts[0]))"
      case "not": return "(not \(texts[0]))"
      case _ where name.first?.isLetter ?? false && !["and", "or"].contains(name):
        let more = Self.windows.contains(name) ? ["\(bars)"] : []
        return "\(name)(\((texts + more).joined(separator: ", ")))"
      default: return "(\(texts[0]) \(name) \(texts[1]))"
      }
    }
  }

  func value(_ row: Int, _ table: Table) -> Double {
    guard row >= 0 else { return .nan }
    switch self {
    case .leaf(let text): return Self.leaf(text, row, table)
    case .apply(let name, let parts, let bars):
      let x = parts[0]
      let now = parts.map { $0.value(row, table) }
      let window = { (0..<bars).map { x.value(row - $0, table) } }
      let known = { (values: [Double]) in values.allSatisfy { !$0.isNaN } }
      switch name {
      case "neg": return -now[0]
      case "abs": return now[0].magnitude
      case "log": return now[0] > 0 ? log(now[0]) : .nan
      case "sqrt": return now[0] >= 0 ? now[0].squareRoot() : .nan
      case "lag": return x.value(row - bars, table)
      case "highest": return known(window()) ? window().max()! : .nan
      case "lowest": return known(window()) ? window().min()! : .nan
      case "count_in": return known(window()) ? window().reduce(0, +) : .nan
      case "latest":
        return (0...row).reversed().lazy.map { x.value($0, table) }.first { !$0.isNaN } ?? .nan
      case "value_when":
        let last = (0...row).first { x.value(row - $0, table) == 1 }
        return last.map { parts[1].value(row - $0, table) } ?? .nan
      case "bars_since":
        return (0...row).first { x.value(row - $0, table) == 1 }.map(Double.init) ?? .nan
      case "not": return 1 - now[0]
      case "and": return now.contains(0) ? 0 : known(now) ? 1 : .nan
      case "or": return now.contains(1) ? 1 : known(now) ? 0 : .nan
      case "cross_above", "cross_below":
        let before = parts.map { $0.value(row - 1, table) }
        let (isBelow, isAbove) = name == "cross_above" ? ("<=", ">") : (">=", "<")
        let both = [
          Self.compare(isBelow, before[0], before[1]), Self.compare(isAbove, now[0], now[1]),
        ]
        return both.contains(0) ? 0 : known(both) ? 1 : .nan
      case "rising", "falling":
        let moves = (0..<bars).map {
          Self.compare(
            name == "rising" ? ">" : "<", x.value(row - $0, table), x.value(row - $0 - 1, table))
        }
        return moves.contains(0) ? 0 : known(moves) ? 1 : .nan
      default:
        guard known(now) else { return .nan }
        return Self.compute(name, now[0], now[1])
      }
    }
  }

  private static func leaf(_ text: String, _ row: Int, _ table: Table) -> Double {
    if let number = Double(text) { return number }
    if let column = table.names.firstIndex(of: text) { return table.rows[row][column] }
    let bar = table.bars[row]
    return text == "open"
      ? bar.open.double : text == "close" ? bar.close.double : bar.volume ?? .nan
  }

  private static func compute(_ name: String, _ x: Double, _ y: Double) -> Double {
    let value: Double
    switch name {
    case "+": value = x + y
    case "-": value = x - y
    case "*": value = x * y
    case "/": value = x / y
    case "min": value = x < y ? x : y
    case "max": value = x > y ? x : y
    default: return compare(name, x, y)
    }
    return value.isFinite ? value : .nan
  }

  private static func compare(_ name: String, _ x: Double, _ y: Double) -> Double {
    guard !x.isNaN, !y.isNaN else { return .nan }
    let holds: [String: Bool] = [
      "<": x < y, "<=": x <= y, "==": x == y, "!=": x != y, ">=": x >= y, ">": x > y,
    ]
    return holds[name]! ? 1 : 0
  }
}

@Suite struct OracleTests {
  @Test(arguments: [false, true])
  func `random expressions agree with the slow interpreter`(isCondition: Bool) throws {
    for seed in 0..<400 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let table = Table(random: 40, columns: 3, seed: seed &+ 1_000)
      let tree = Tree.random(isCondition: isCondition, depth: 3, table.names, &generator)
      let source: ExpressionProgram.Source =
        isCondition ? .condition(tree.text) : .number(tree.text)
      let expected = table.rows.indices.map { tree.value($0, table) }
      #expect(isSame(try table.compute(source), expected), "seed \(seed): \(tree.text)")
    }
  }

  @Test func `stopped and resumed at every row, random expressions say the same`() throws {
    for seed in 0..<100 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed &+ 7_000)
      let table = Table(random: 30, columns: 3, seed: seed)
      let tree = Tree.random(isCondition: false, depth: 3, table.names, &generator)
      let text = "\(tree.text) + mean(c0, 3) * stdev(c1, 4)"
      let once = try table.compute(.number(text))
      #expect(isSame(try table.compute(.number(text), resumed: true), once), "\(text)")
    }
  }

  @Test func `mean and stdev are what their definition says on random walks`() throws {
    for bars in [1, 2, 5, 20] {
      let table = Table(random: 300, columns: 1, seed: UInt64(bars))
      let means = try table.compute(.number("mean(close, \(bars))"))
      let deviations = try table.compute(.number("stdev(close, \(bars))"))
      for row in table.rows.indices {
        guard row >= bars - 1 else {
          #expect(means[row].isNaN && deviations[row].isNaN)
          continue
        }
        let window = table.bars[(row - bars + 1)...row].map(\.close.double)
        let mean = window.reduce(0, +) / Double(bars)
        let squares = window.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
        #expect((means[row] - mean).magnitude < 1e-12 * mean)
        #expect((deviations[row] - (squares / Double(bars)).squareRoot()).magnitude < 1e-10)
      }
    }
  }

  @Test func `a checkpoint of another program is refused`() throws {
    let text =
      #"{"sources":[{"number":{"_0":"lag(x, 2)"}}],"memory":{"lags":[],"extremes":[],"#
      + #""moments":[],"latests":[],"sinces":[],"throughouts":[],"counts":[]},"places":[]}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ExpressionProgram.self, from: Data(text.utf8))
    }
  }
}
