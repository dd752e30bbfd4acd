import Testing

/// What a rule of the gate is asked is said by its type: it must say all that it answers.
@Suite struct RiskRuleFlagTests {
  private static let folder = "Sources/SFRisk/Rules"

  @Test(arguments: [
    ("func update(_ mark: inout RiskMark)", "static let watches = true"),
    ("var state: RiskState", "static let watches = true"),
    ("func isDue(_ position: RiskPosition", "static let exits = true"),
  ])
  func `a rule says what it is to be asked`(function: String, flag: String) throws {
    var count = 0
    for path in try Project.files(in: Self.folder) where path.hasSuffix("Rule.swift") {
      // The protocol itself has what rules may have.
      guard !path.hasSuffix("/RiskRule.swift") else { continue }
      let text = try Project.text(path)
      guard text.contains(function) else { continue }
      count += 1
      #expect(text.contains(flag), "\(path): has '\(function)', and no '\(flag)'")
    }
    #expect(count > 0)
  }
}
