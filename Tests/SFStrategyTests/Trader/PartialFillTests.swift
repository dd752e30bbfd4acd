import SFCore
import SFStrategy
import Testing

/// Orders that fill in parts, and what is left of them.
@Suite struct PartialFillTests {
  /// A stop at 10 % below the mean price of what has filled.
  private let stop = ["tp_sl:none,0.1"]

  @Test func `a position grows with its entry and shrinks with its exit`() throws {
    var script = try TraderScript(exits: stop)
    try script.run(
      """
      100 rise |                           | buy 1.0
      100      | entry 0.2@100 left 0.8    | open 0.2@100.0
      102      | entry 0.3@102 left 0.5    | open 0.5@101.2
      104      | entry 0.5@104 left 0      | open 1.0@102.6
      90       |                           | sell 1.0
      90       | exit 0.5@90 left 0.5      | open 0.5@102.6
      89       | exit 0.3@89 left 0.2      | open 0.2@102.6
      88       | exit 0.2@88 left 0        | closed 1.0@89.3 pnl -13.3 fees 0.0
      """)
    #expect(script.book.cash == Money(9_986.7 as Price))
    #expect(script.book.isFlat && !script.book.hasEntries)
  }

  @Test func `levels are those of the mean price`() throws {
    var script = try TraderScript(exits: stop)
    try script.run(
      """
      100 rise |                           | buy 1.0
      100      | entry 0.5@100 left 0.5    | open 0.5@100.0
      90.1     | entry 0.5@80              | open 1.0@90.0
      81.01    |                           |
      81       |                           | sell 1.0
      """)
  }

  @Test func `an exit first cancels what of its entry still works`() throws {
    var script = try TraderScript(exits: stop)
    try script.run(
      """
      100 rise |                                     | buy 1.0
      100      | entry 0.4@100 left 0.6              | open 0.4@100.0
      90       |                                     | cancel tp_sl.stop_loss; sell 0.4
      90       | entry no canceled; exit 0.4@90      | closed 0.4@90.0 pnl -4.0 fees 0.0
      """)
  }

  @Test func `what came before the cancel is sold too`() throws {
    var script = try TraderScript(exits: stop)
    try script.run(
      """
      100 rise |                                             | buy 1.0
      100      | entry 0.4@100 left 0.6                      | open 0.4@100.0
      90       |                                             | cancel tp_sl.stop_loss; sell 0.4
      90       | entry 0.1@90 left 0.5; exit 0.4@90          | open 0.5@98.0; open 0.1@98.0
      88       | entry no canceled                           | sell 0.1
      87       | exit 0.1@87                                 | closed 0.5@89.4 pnl -4.3 fees 0.0
      """)
  }

  @Test func `an entry that ends unfilled, or in part, keeps what it has`() throws {
    var script = try TraderScript(exits: stop)
    try script.run(
      """
      100 rise |                                       | buy 1.0
      100      | entry no expired                      |
      100 rise |                                       | buy 1.0
      100      | entry 0.25@100 left 0.75; entry no expired | open 0.25@100.0
      90       |                                       | sell 0.25
      90       | exit no rejected                      | sell 0.25
      89       |                                       |
      """)
  }

  @Test func `an exit that was refused is decided again`() throws {
    var script = try TraderScript(exits: ["time:max_bars=1"])
    try script.run(
      """
      100 rise |                          | buy 1.0
      100      | entry 1.0@100            | open 1.0@100.0; sell 1.0
      99       | exit 0.4@99 left 0.6; exit no canceled | open 0.6@100.0; sell 0.6
      98       | exit 0.6@98              | closed 1.0@98.4 pnl -1.6 fees 0.0
      """)
  }

  @Test func `a fee in the asset makes the position smaller, and what is below a step is dust`()
    throws
  {
    var script = try TraderScript(exits: ["time:max_bars=1"], lot: Lot(step: 0.001, tick: 0.01))
    try script.run(
      """
      100 rise |                               | buy 1.0
      100      | entry 1.0@100 fee 0.0015 BTC  | open 0.9985@100.0; sell 0.998
      110      | exit 0.998@110 fee 0.2        | closed 0.9985@110.0 pnl 9.58 fees 0.35 dust 0.0005
      """)
    #expect(script.book.cash == Money(10_009.58 as Price))
  }

  @Test func `less than a step needs no order`() throws {
    var script = try TraderScript(exits: ["time:max_bars=1"], lot: Lot(step: 0.5, tick: 0.01))
    try script.run(
      """
      100 rise |                                         | buy 1.0
      100      | entry 0.4@100 left 0.6; entry no expired | open 0.4@100.0; closed 0.4@0.0 pnl -40.0 fees 0.0 dust 0.4
      """)
  }

  @Test func `a venue may call a rest dust`() throws {
    var script = try TraderScript(exits: ["time:max_bars=1"])
    try script.run(
      """
      100 rise |                                    | buy 1.0
      100      | entry 1.0@100                      | open 1.0@100.0; sell 1.0
      100      | exit 0.9@100 left 0.1; exit no dust | open 0.1@100.0; closed 1.0@100.0 pnl -10.0 fees 0.0 dust 0.1
      """)
  }

  @Test func `a fee in a third asset is paid at its last close`() throws {
    var script = try TraderScript(exits: ["time:max_bars=1"])
    try script.run(
      """
      100 rise |                            | buy 1.0
      100      | entry 1.0@100 fee 0.001 BNB | open 1.0@100.0; sell 1.0
      100      | exit 1.0@100               | closed 1.0@100.0 pnl -0.5 fees 0.5
      """)
  }

  @Test(arguments: ["entry 0.5@100", "exit 0.5@100"])
  func `a fill of no order that works is an error`(fill: String) throws {
    var script = try TraderScript(exits: ["time:max_bars=1"])
    try script.run(
      """
      100 rise |                | buy 1.0
      100      | entry 1.0@100  | open 1.0@100.0; sell 1.0
      100      | exit 1.0@100   | closed 1.0@100.0 pnl 0.0 fees 0.0
      """)
    #expect(throws: StageError.self) { try script.run("100 | \(fill) |") }
  }
}
