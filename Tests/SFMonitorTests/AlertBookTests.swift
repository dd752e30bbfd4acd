import SFCore
import SFMonitor
import Testing

@Suite struct AlertBookTests {
  @Test func `what lasts is said again only where that was asked for`() throws {
    var script = try AlertScript("mode:repeat=10m,level=info")
    try script.minute(0, [ScriptLine.control("halt")])
    for minute in 1...25 { try script.minute(minute) }
    #expect(script.said == ["0 raised", "10 raised", "20 raised"])
    #expect(script.alerts.map(\.level) == ["info", "info", "info"])
    #expect(script.alerts[1].text.hasPrefix("still: "))
  }

  @Test func `each subject is raised and cleared by itself`() throws {
    var script = try AlertScript("stage_lag:max=1s")
    let lags: [[Double]] = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    for (minute, lag) in lags.enumerated() {
      try script.minute(minute) { machine in
        machine.stages = [
          .init(name: "a", state: "running", lag: lag[0]),
          .init(name: "b", state: "running", lag: lag[1]),
        ]
      }
    }
    #expect(script.said == ["1 raised", "2 raised", "3 cleared", "4 cleared"])
    #expect(script.open.isEmpty)
  }

  @Test(arguments: [
    ("drawdwn", "is no alert rule"), ("drawdown:max=10", "most"), ("stage_lag:max=30", "length"),
    ("disk:min=1", "amount of bytes"), ("mode:repeat=0s", "length"), ("mode:level=loud", "level"),
    ("hit_rate:window=0", "integer"), ("restarts:window=x", "length"),
  ])
  func `what cannot be meant is refused`(spec: String, word: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try AlertBook.Watch(spec) }
    let said = [error?.setting, error?.reason].compactMap(\.self).joined(separator: " ")
    #expect(said.contains(word), "\(said)")
  }

  @Test func `every rule watches with its defaults, and is silent on a session that says nothing`()
    throws
  {
    for member in alertRuleCatalog.members {
      var script = try AlertScript(member.kind)
      for minute in 0..<5 { try script.minute(minute) }
      #expect(script.said == [], "\(member.kind)")
    }
  }
}
