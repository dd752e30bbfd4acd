import SFRisk
import Testing

/// Rules on how often, how soon and on what an entry comes.
@Suite struct PaceRuleTests {
  @Test func `rate counts exits and refuses entries`() throws {
    try RiskScript("rate:2").check(
      """
      A=100 B=50 | buy A 1; buy A 1; buy B 1 | yes; yes; no rate too_many
      A=100 B=50 | exit A; exit A; buy A 1   | yes; yes; no rate too_many
      A=100 B=50 | buy A 1                   | yes
      """)
    try RiskScript("rate:1,5m,scope=symbol").check(
      """
      A=100 B=50    | buy A 1; buy B 1       | yes; yes
      +4 A=100 B=50 | buy A 1                | no rate too_many
      A=100 B=50    | buy A 1                | yes
      """)
  }

  @Test func `duplicate looks at symbol, side and detector`() throws {
    try RiskScript("duplicate").check(
      """
      A=100 B=50 | buy A 1 by x              | yes
      A=100 B=50 | buy A 1 by x; buy A 1 by y; sell A 1 by x; buy B 1 by x | no duplicate duplicate; yes; yes; yes
      A=100 B=50 | buy A 1 by x              | yes
      """)
  }

  @Test func `cooldown counts from the fill of the exit`() throws {
    try RiskScript("cooldown:2").check(
      """
      A=100 B=50 | buy A 1                   | yes
      A=100 B=50 | exit A                    | yes
      A=100 B=50 | buy A 1; buy B 1          | no cooldown after_exit; yes
      A=100 B=50 | buy A 1                   | yes
      """)
    try RiskScript("cooldown:2,after=loss,scope=all").check(
      """
      A=100 B=50 | buy A 1                   | yes
      A=100 B=50 | exit A                    | yes
      A=101 B=50 | buy A 1                   | yes
      A=101 B=50 | exit A                    | yes
      A=100 B=50 | buy A 1; buy B 1          | no cooldown after_loss; no cooldown after_loss
      B=50       | buy B 1                   | yes
      """)
  }

  @Test func `loss_streak pauses from the last loss, each of which counts once`() throws {
    try RiskScript("loss_streak:2,1h,30m").check(
      """
      A=100 | buy A 1                        | yes
      A=100 | exit A                         | yes
      A=99  | buy A 1                        | yes
      A=99  | exit A                         | yes
      A=98  | buy A 1                        | no loss_streak loss_streak
      +28 A=98 | buy A 1                     | no loss_streak loss_streak
      A=98  | buy A 1                        | yes
      A=98  | exit A                         | yes
      A=97  | buy A 1                        | yes
      """)
  }

  @Test func `loss_streak forgets what lies before its window`() throws {
    try RiskScript("loss_streak:2,10m,30m").check(
      """
      A=100 | buy A 1                        | yes
      A=100 | exit A                         | yes
      A=99  | buy A 1                        | yes
      +10 A=99 | exit A                      | yes
      A=98  | buy A 1                        | yes
      """)
  }

  @Test func `low_profit pauses a symbol`() throws {
    try RiskScript("low_profit:trips=2,pause=30m").check(
      """
      A=100 B=50 | buy A 1                   | yes
      A=100 B=50 | exit A                    | yes
      A=101 B=50 | buy A 1                   | yes
      A=101 B=50 | exit A                    | yes
      A=99 B=50  | buy A 1; buy B 1          | no low_profit low_profit; yes
      +28 A=99 B=50 | buy A 1                | no low_profit low_profit
      A=99 B=50  | buy A 1                   | yes
      """)
  }

  @Test func `stale wants a bar of late`() throws {
    try RiskScript("stale").check(
      """
      A=100 B=50 | buy A 1                   | yes
      +3 B=50    | buy A 1; buy B 1          | yes; yes
      B=50       | buy A 1; buy B 1          | no stale stale; yes
      """)
  }

  @Test func `collar measures from the quote, or else from the close`() throws {
    try RiskScript("collar").check(
      """
      A=100      | buy A 1 @ 95; buy A 1 @ 94.9 | yes; no collar too_far
      A=100 A=109/111 | buy A 1              | no collar too_far
      A=100      | buy A 1                   | no collar too_far
      A=100      | buy A 1                   | yes
      B=1        | buy A 1                   | yes
      B=1        | buy A 1                   | no collar no_price
      """)
  }

  @Test func `symbols lets a person change its lists`() throws {
    try RiskScript("symbols:allow=AUSDT+CUSDT,pause=CUSDT").check(
      """
      A=1 B=1 C=1 | buy A 1; buy B 1; buy C 1 | yes; no symbols not_allowed; no symbols not_allowed
      A=1 B=1 C=1 | say allow BUSDT; say allow CUSDT; buy B 1; buy C 1 | yes; yes
      A=1 B=1 C=1 | say pause AUSDT; buy A 1; buy B 1 | no control paused; yes
      """)
  }
}
