import SFCore
import SFTestSupport
import SFWire
import Testing

@Suite struct RoundTripTests {
  /// Names of columns in ascending order, where the oracle cannot know their order.
  private func canonical(_ text: String, _ type: LineType) -> String {
    type == .features ? Oracle.canonical(text, type) ?? "refused" : text
  }

  @Test func `reads what it writes, to the same bytes`() throws {
    var random = RandomStep(seed: 21)
    for _ in 0..<400 {
      for (type, text) in RandomStep.lines(of: random.next()) {
        let step = try RandomStep.readBack(text, type)
        #expect(RandomStep.lines(of: step).map(\.text) == [text])
      }
    }
  }

  @Test func `writes what the oracle writes`() throws {
    var random = RandomStep(seed: 22)
    for _ in 0..<100 {
      for (type, text) in RandomStep.lines(of: random.next()) where type != .features {
        #expect(Oracle.canonical(text, type) == text)
      }
    }
  }

  @Test func `reads every way to write a line`() throws {
    var random = RandomStep(seed: 23)
    var foreign = ForeignText(seed: 24)
    for _ in 0..<300 {
      for (type, text) in RandomStep.lines(of: random.next()) {
        let other = try foreign.rendering(text)
        do {
          let step = try RandomStep.readBack(other, type)
          let written = RandomStep.lines(of: step)[0].text
          let expected = try #require(Oracle.canonical(other, type), "\(other)")
          #expect(canonical(written, type) == expected, "\(other)")
        } catch {
          Issue.record("\(error): \(other)")
          return
        }
      }
    }
  }

  @Test func `keeps the values`() throws {
    var random = RandomStep(seed: 25)
    for _ in 0..<100 {
      let step = random.next()
      var copy = step
      copy.clearLines()
      for (line, (type, text)) in zip(step.lines, RandomStep.lines(of: step)) {
        var read = Step()
        for series in step.series.list { _ = read.series.index(of: series) }
        for name in step.columns.names { _ = read.columns.add(name) }
        try RandomStep.read(text, type, &read)
        #expect(isSame(line, step, read), "\(text)")
      }
    }
  }

  private func isSame(_ line: Step.Line, _ step: Step, _ read: Step) -> Bool {
    switch line {
    case .bar(let index): step.bars[index] == read.bars[0]
    case .gap(let index): step.gaps[index] == read.gaps[0]
    case .features(let row, let from, let count):
      (from..<from + count).allSatisfy {
        let (a, b) = (step.values[row * step.width + $0], read.values[$0])
        return a == b || a.isNaN && b.isNaN
      }
    // Nobody reads it.
    case .wideFeatures: false
    case .signal(let index): step.signals[index] == read.signals[0]
    case .refusal(let index): step.refusals[index] == read.refusals[0]
    case .order(let index): step.orders[index] == read.orders[0]
    case .fill(let index): step.fills[index] == read.fills[0]
    case .position(let index): step.positions[index] == read.positions[0]
    case .equity(let index): step.equities[index] == read.equities[0]
    case .label(let index): isSame(step.labels[index], read.labels[0])
    case .metrics(let index): step.metrics[index] == read.metrics[0]
    }
  }

  /// A value that is missing is not equal to itself.
  private func isSame(_ a: Label, _ b: Label) -> Bool {
    var (a, b) = (a, b)
    if a.value.isNaN, b.value.isNaN { (a.value, b.value) = (0, 0) }
    return a == b
  }
}
