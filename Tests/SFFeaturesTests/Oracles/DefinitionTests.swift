import Foundation
import SFCore
import SFTestSupport
import Testing

/// A column of a feature, and the same from its formula over whole windows and columns.
struct Definition: Sendable, CustomTestStringConvertible {
  let spec: String
  let column: String
  let formula: @Sendable (BarColumns) -> Column
  var testDescription: String { column }

  init(_ spec: String, _ column: String, _ formula: @escaping @Sendable (BarColumns) -> Column) {
    self.spec = spec
    self.column = column
    self.formula = formula
  }

  /// The first difference beyond rounding: a billionth of the value, and of the greatest one where
  /// values cancel.
  func difference(_ bars: [Bar]) throws -> String? {
    let ours = try #require(try compute([spec], bars)[column])
    let theirs = formula(BarColumns(bars)).values
    let scale = theirs.map { $0.isNaN ? 0 : $0.magnitude }.max() ?? 0
    return SFFeaturesTests.difference(ours, theirs, relative: 1e-9, absolute: 1e-10 * scale)
  }
}

/// Features against their definitions, which stand in a table for each group beside this file.
@Suite struct DefinitionTests {
  static let definitions =
    averageDefinitions + channelDefinitions + momentumDefinitions + trendDefinitions
    + volumeDefinitions + volatilityDefinitions + returnDefinitions + statisticsDefinitions
    + orderDefinitions

  @Test(arguments: definitions)
  func `agrees with the definition on random walks`(definition: Definition) throws {
    for seed in 0..<25 as Range<UInt64> {
      let bars = FeatureFixtures.walk(220, seed: seed)
      #expect(try definition.difference(bars) == nil, "seed \(seed)")
    }
  }

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"), arguments: definitions)
  func `agrees with the definition on real bars`(definition: Definition) throws {
    for file in RealBars.files {
      #expect(try definition.difference(RealBars.read(file, 2_000)) == nil, "\(file)")
    }
  }
}
