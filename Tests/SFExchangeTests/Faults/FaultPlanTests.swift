import SFCore
import SFExchange
import SFWire
import Testing

/// Chance in faults: from a seed, and from nothing that is not written down.
@Suite struct FaultPlanTests {
  /// Which of a hundred requests it happens to.
  private func happened(_ plan: FaultPlan, between: (inout FaultPlan) -> Void) throws -> [Int] {
    var plan = plan
    let request = APIRequest(method: "POST", path: "/api/v3/order")
    return (0..<100).filter { _ in
      between(&plan)
      return plan.fault(for: request, at: Timestamp(milliseconds: 0)) != nil
    }
  }

  private func rule(_ text: String) throws -> FaultRule {
    try FaultRule(JSONValue(text: Array(text.utf8)))
  }

  @Test func `what happens to requests does not depend on what is due between them`() throws {
    let rules = [
      try rule(#"{"fault":"gap","probability":0.5}"#),
      try rule(#"{"fault":"drop","probability":0.3}"#),
    ]
    let plan = FaultPlan(rules, seed: 3)
    let alone = try happened(plan) { _ in }
    #expect((15...45).contains(alone.count))
    let event = SpotEvent.balance(account: 0, asset: 0, delta: 1, time: Timestamp(milliseconds: 0))
    #expect(try happened(plan) { _ = $0.shaped([event, event]) } == alone)
  }

  @Test func `a rule that comes again has a chance of its own`() throws {
    let rule = try rule(#"{"fault":"drop","probability":0.3}"#)
    let plan = FaultPlan([rule], seed: 3)
    var again = plan
    again.clear()
    again.add(rule)
    #expect(try happened(plan) { _ in } != happened(again) { _ in })
  }
}
