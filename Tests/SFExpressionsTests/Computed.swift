import SFCore
import SFExpressions
import SFTestSupport

/// The rows of one series: columns by name, in the order of the row, and a bar for each.
struct Table: Sendable {
  var names: [String]
  var rows: [[Double]]
  var bars: [Bar]

  /// One column `x`, and bars whose close is the number of the row.
  init(_ x: [Double]) {
    names = ["x"]
    rows = x.map { [$0] }
    bars = x.indices.map { index in
      let price = Price(units: Int64(index) * 100_000_000)
      return Bar(series: 0, open: price, high: price, low: price, close: price, volume: nil)
    }
  }

  /// `count` rows of few values, so that equal and missing ones are frequent, on a walk.
  init(random count: Int, columns: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    names = (0..<columns).map { "c\($0)" }
    rows = (0..<count).map { _ in
      (0..<columns).map { _ in
        let number = generator.next() % 9
        return number == 0 ? .nan : (Double(number) - 4) / 2
      }
    }
    bars = FeatureFixtures.walk(count, seed: seed)
    for index in bars.indices where generator.next() % 8 == 0 { bars[index].volume = nil }
  }

  /// The places of the names of a program.
  func places(_ names: [String]) -> [ValuePlace] {
    names.map { name in self.names.firstIndex(of: name).map(ValuePlace.column) ?? .field(name) }
  }

  /// The value at each row, conditions as 1 and 0; saved and loaded at every row when asked.
  func compute(
    _ source: ExpressionProgram.Source, resumed: Bool = false
  ) throws -> [Double] {
    var program = try ExpressionProgram([source])
    program.bind(places(program.names))
    return try zip(bars, rows).map { bar, row in
      if resumed { program = try Checkpoint.resumed(program) }
      program.update(bar, [], row.span)
      return program.number(0)
    }
  }
}

/// Whether two lists are equal, where missing equals missing.
func isSame(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
}
