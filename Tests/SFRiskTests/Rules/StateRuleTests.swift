import SFCore
import SFRisk
import Testing

/// Rules that keep entries out, exit positions, or wait for a person.
@Suite struct StateRuleTests {
  @Test func `daily_loss ends with the day`() throws {
    try RiskScript("daily_loss:0.1").check(
      """
      A=100      | buy A 5                   | yes
      A=100      |                           |
      A=80.1     | buy A 1                   | yes
      A=80       | buy A 1; exit A           | daily_loss reducing; no daily_loss paused; yes
      +866 A=80  | buy A 1                   | daily_loss active; yes
      """)
  }

  @Test func `daily_loss measures a day from its first mark`() throws {
    // 00:00 is the 870th minute from 09:30: what was lost until then is of the day before.
    try RiskScript("daily_loss:0.1").check(
      """
      A=100      | buy A 5                   | yes
      A=100      |                           |
      +868 A=90  |                           |
      A=75       | buy A 1                   | yes
      A=71       | buy A 1                   | daily_loss reducing; no daily_loss paused
      """)
  }

  @Test func `drawdown flattens, and a person resumes`() throws {
    try RiskScript("drawdown:action=flatten").check(
      """
      A=100 | buy A 5; buy A 1 @ 90          | yes; yes
      A=100 | buy A 1 @ 80                   | yes
      A=76  | buy A 1                        | drawdown reducing; cancel A; cancel A; out A drawdown; no drawdown paused
      A=70  | buy A 1                        | no drawdown paused
      A=70  | say resume; buy A 1            | control active; yes
      """)
  }

  @Test func `drawdown resumes by itself`() throws {
    try RiskScript("drawdown:0.1,resume=recover=0.05").check(
      """
      A=100 | buy A 5                        | yes
      A=100 |                                |
      A=80  | buy A 1                        | drawdown reducing; no drawdown paused
      A=89  | buy A 1                        | no drawdown paused
      A=90  | buy A 1                        | drawdown active; yes
      """)
    try RiskScript("drawdown:0.1,resume=bars=2").check(
      """
      A=100 | buy A 5                        | yes
      A=100 |                                |
      A=80  |                                | drawdown reducing
      A=80  | buy A 1                        | no drawdown paused
      A=80  | buy A 1                        | drawdown active; yes
      """)
  }

  @Test func `halt waits for a person, and exits pass`() throws {
    try RiskScript("drawdown:0.1,action=halt", "position_age:3").check(
      """
      A=100 | buy A 5                        | yes
      A=100 | buy A 1                        | yes
      A=80  | buy A 1                        | drawdown halted; no drawdown halted
      A=80  | exit A                         | yes
      A=80  | say resume; buy A 1            | control active; out A position_age; yes
      """)
  }

  @Test func `equity_floor is ended by a person alone`() throws {
    try RiskScript("equity_floor:900").check(
      """
      A=100 | buy A 5                        | yes
      A=100 |                                |
      A=80  | buy A 1                        | equity_floor reducing; no equity_floor paused
      A=90  | buy A 1                        | no equity_floor paused
      A=90  | say resume; buy A 1            | control active; yes
      """)
  }

  @Test func `position_age exits at its bar`() throws {
    try RiskScript("position_age:2").check(
      """
      A=100 B=1 | buy A 1                    | yes
      A=100 B=1 |                            |
      B=1       |                            |
      A=100 B=1 |                            | out A position_age
      """)
  }

  @Test func `a person halts, reduces and resumes`() throws {
    try RiskScript("positions").check(
      """
      A=100 | buy A 1                        | yes
      A=100 | say halt; buy A 1; exit A      | control halted; no control halted; yes
      A=100 | say reduce; buy A 1            | control reducing; no control paused
      A=100 | say reduce; buy A 1            | no control paused
      A=100 | say resume; buy A 1            | control active; yes
      """)
  }

  @Test(
    arguments: [
      "drawdown:action=flatten,resume=recover=0.05", "drawdown:action=halt,resume=bars=3",
      "drawdown:resume=recover=0.12", "drawdown:resume=later", "drawdown:0", "daily_loss:1.1",
      "rate:per=1", "exposure:net=0", "filters:x.json,headroom=0.5", "symbols", "group",
      "symbols:file=x.yaml,allow=A", "correlation:max=2", "position_age", "low_profit:pause=0m",
    ])
  func `refuses what it cannot honor`(spec: String) {
    #expect(throws: ConfigurationError.self) { try riskRuleCatalog.make(spec) }
  }

  @Test(arguments: ["filters:x.json", "group:x.yaml", "symbols:file=x.yaml"])
  func `a rule without its file is refused at the start`(spec: String) {
    #expect(throws: ConfigurationError.self) { try RiskScript(spec) }
  }
}
