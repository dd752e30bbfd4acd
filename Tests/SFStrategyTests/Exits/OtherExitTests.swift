import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct TimeExitTests {
  @Test(arguments: ["long 100 | 1 2 3! 4", "short 100 | 1 2 3!"].map(ExitScript.init))
  func `closes at the close of its last bar`(script: ExitScript) {
    var rule = TimeExit(maxBars: 3)
    #expect(script.run { rule.update($0, for: $1) != nil } == script.exitIndex)
  }

  @Test func `rejects no bars at all`() {
    #expect(throws: ConfigurationError.self) { try exitCatalog.make("time:0") }
  }
}

@Suite struct SignalExitTests {
  @Test(
    arguments: [
      "long 100 | 100^ 100 100v!", "short 100 | 100v 100 100^!", "long 100 | 100^ 100^",
    ].map(ExitScript.init))
  func `closes at a signal of the opposite direction`(script: ExitScript) {
    var rule = SignalExit()
    #expect(script.run { rule.update($0, for: $1) != nil } == script.exitIndex)
  }
}
