import SFCore
import Testing

/// The messages of a step, which are lists that steps may share until one of them changes.
@Suite struct StepTests {
  private func cancel(_ order: String) -> Cancel {
    Cancel(order: order, symbol: "BTCUSDT", reason: "exit")
  }

  @Test func `keeps the messages of each type in the order in which they came`() {
    var step = Step()
    step.begin("2026-01-05T09:31:00.000Z")
    step.take(cancel("1"))
    step.add(LoadedModel(name: "m", version: "1", hash: "12345678"))
    step.add(cancel("2"))
    #expect(step.messages(of: Cancel.self).map(\.order) == ["1", "2"])
    #expect(step.messages(of: LoadedModel.self).map(\.hash) == ["12345678"])
    #expect(step.messages(of: Quote.self).isEmpty)
    #expect(Array(step.lines) == [.message(.model, 0), .message(.cancel, 1)])
  }

  @Test func `a new step has none of the messages of the one before`() {
    var step = Step()
    for order in ["1", "2", "3"] {
      step.begin("2026-01-05T09:31:00.000Z")
      #expect(step.messages(of: Cancel.self).isEmpty && step.lines.isEmpty)
      step.add(cancel(order))
      #expect(step.messages(of: Cancel.self).map(\.order) == [order])
    }
  }

  @Test func `forgets the types that are not kept, and only those`() {
    var step = Step()
    step.begin("2026-01-05T09:31:00.000Z")
    step.add(cancel("1"))
    step.add(LoadedModel(name: "m", version: "1", hash: "12345678"))
    step.forget(allBut: LineTypes(.cancel))
    #expect(step.messages(of: Cancel.self).count == 1)
    #expect(step.messages(of: LoadedModel.self).isEmpty)
    step.add(LoadedModel(name: "n", version: "1", hash: "12345678"))
    #expect(step.messages(of: LoadedModel.self).map(\.name) == ["n"])
  }

  @Test func `a copy is a value of its own`() {
    var step = Step()
    step.begin("2026-01-05T09:31:00.000Z")
    step.add(cancel("1"))
    var copy = step
    copy.add(cancel("2"))
    step.add(cancel("3"))
    #expect(step.messages(of: Cancel.self).map(\.order) == ["1", "3"])
    #expect(copy.messages(of: Cancel.self).map(\.order) == ["1", "2"])
    copy.begin("2026-01-05T09:32:00.000Z")
    copy.add(cancel("4"))
    #expect(step.messages(of: Cancel.self).map(\.order) == ["1", "3"])
    #expect(copy.messages(of: Cancel.self).map(\.order) == ["4"])
  }

  @Test func `a list that is read while messages are added stays as it was`() {
    var step = Step()
    step.begin("2026-01-05T09:31:00.000Z")
    step.add(cancel("1"))
    step.add(cancel("2"))
    for cancel in step.messages(of: Cancel.self) { step.add(self.cancel(cancel.order + "-again")) }
    #expect(
      step.messages(of: Cancel.self).map(\.order) == ["1", "2", "1-again", "2-again"])
  }
}
