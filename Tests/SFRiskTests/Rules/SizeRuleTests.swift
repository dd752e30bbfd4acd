import SFCore
import SFRisk
import SFTestSupport
import Testing

/// Rules that bound what an entry, a symbol, a group or all together may be.
@Suite struct SizeRuleTests {
  @Test func `position bounds each entry`() throws {
    try RiskScript("position").check(
      """
      A=100 | buy A 1                | yes
      A=100 | buy A 2; buy A 0.5     | cut 1.0 position; yes
      A=150 | sell A 1               | cut 0.7 position
      """)
    try RiskScript("position:max_notional=50").check("A=100 | buy A 1 | cut 0.5 position")
    try RiskScript("position:cut=no").check("A=100 | buy A 1.1 | no position max_pct")
  }

  @Test func `concentration counts what is held, and not what closes`() throws {
    try RiskScript("concentration").check(
      """
      A=100 B=50 | buy A 2; buy A 1  | yes; cut 0.5 concentration
      A=100 B=50 | buy A 1; buy B 5  | no concentration max_pct; yes
      A=100 B=50 | exit A; buy A 2   | yes; yes
      """)
  }

  @Test func `exposure counts all, and what is net`() throws {
    try RiskScript("exposure").check(
      """
      A=100 B=50 | buy A 6           | yes
      A=100 B=50 | sell B 10         | cut 8.0 exposure
      A=100 B=50 | buy A 1           | no exposure max_exposure
      """)
    try RiskScript("exposure:max=2,net=0.3").check(
      """
      A=100 B=50 | buy A 5; sell B 10 | cut 3.0 exposure; yes
      """)
  }

  @Test func `group bounds what belongs together`() throws {
    let table = try GroupTable([.init(name: "majors", symbols: ["AUSDT", "BUSDT"])])
    let rule = try #require(try riskRuleCatalog.make("group:groups.yaml").0 as? GroupRule)
    try RiskScript([rule.with(table)]).check(
      """
      A=100 B=50 C=10 D=10 | buy A 3; buy B 4      | yes; cut 2.0 group
      A=100 B=50 C=10 D=10 | buy C 30; buy D 30    | yes; cut 10.0 group
      """)
  }

  @Test func `a symbol stands in one group`() {
    #expect(throws: ConfigurationError.self) {
      try GroupTable([
        .init(name: "a", symbols: ["AUSDT"]), .init(name: "b", symbols: ["AUSDT"]),
      ])
    }
  }

  @Test func `correlation counts what moves together, or is not known not to`() throws {
    var script = try RiskScript("correlation:max=0.7,window=50,max_pct=0.5")
    // 20 common marks say nothing, so that all counts.
    try script.run(walk(0..<20))
    try script.run("A=100 B=100 C=100 | buy A 4; buy C 4 | yes; cut 1.0 correlation")
    // B goes as A does, and C as it likes.
    script = try RiskScript("correlation:max=0.7,window=50,max_pct=0.5")
    try script.run(walk(0..<60))
    try script.run(
      "A=100 B=100 C=100 | buy A 4; buy B 4; buy C 4 | yes; cut 1.0 correlation; yes")
  }

  /// Marks of A and B, which move together, and of C, which does not.
  private func walk(_ marks: Range<Int>) -> String {
    var random = SeededGenerator(seed: 7)
    return marks.map { _ in
      let (ab, c) = (
        Int.random(in: 90...110, using: &random), Int.random(in: 90...110, using: &random)
      )
      return "A=\(ab) B=\(ab) C=\(c) | | "
    }
    .joined(separator: "\n")
  }

  @Test func `positions counts slots`() throws {
    try RiskScript("positions:2").check(
      """
      A=100 B=50 C=10 | buy A 1; buy B 1; buy C 1   | yes; yes; no positions max_positions
      A=100 B=50 C=10 | buy C 1; exit A; buy C 1    | no positions max_positions; yes; yes
      """)
  }

  @Test func `turnover counts the entries of a day`() throws {
    try RiskScript("turnover:0.5").check(
      """
      A=100      | buy A 3; buy A 3; buy A 2 | yes; no turnover max_turnover; yes
      A=100      | exit A; buy A 0.1         | yes; no turnover max_turnover
      +900 A=100 | buy A 5                   | yes
      """)
  }
}
