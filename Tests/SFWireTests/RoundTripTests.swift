import SFCore
import SFTestSupport
import SFWire
import Testing

@Suite struct RoundTripTests {
  /// Names of columns in ascending order, where the oracle cannot know their order.
  private func canonical(_ text: String, _ type: LineType) -> String {
    [.features, .position].contains(type) ? Oracle.canonical(text, type) ?? "refused" : text
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

  @Test func `a question has the bytes that its lines have in a run`() throws {
    var random = RandomStep(seed: 25)
    var asked = 0
    for _ in 0..<100 {
      let step = random.next()
      let types: [LineType] = [.signalMetrics, .bookMetrics, .decide]
      let lines = RandomStep.lines(of: step)
      guard let book = step.last(BookMetrics.self) else { continue }
      asked += 1
      let expected = types.flatMap { type in
        let texts = lines.filter { $0.type == type }.map(\.text)
        return type == .bookMetrics ? texts.suffix(1) : texts
      }
      var writer = LineWriter()
      writer.question(
        of: step.ts, Array(step.messages(of: SignalMetrics.self)), book,
        Array(step.messages(of: DecisionRequest.self)))
      let text = String(decoding: writer.buffer.bytes, as: UTF8.self)
      let mark = #"{"type":"mark","ts":"\#(step.ts)"}"#
      #expect(text.split(separator: "\n").map(String.init) == expected + [mark])
    }
    #expect(asked > 0)
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
    case .features(let row, let from, let count):
      (from..<from + count).allSatisfy {
        let (a, b) = (step.values[row * step.width + $0], read.values[$0])
        return a == b || a.isNaN && b.isNaN
      }
    // Nobody reads it.
    case .wideFeatures: false
    case .message(let type, let place):
      MessageCase.all.contains { $0.type == type && $0.isSame(step, place, asReadIn: read) }
    }
  }
}
