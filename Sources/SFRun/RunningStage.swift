import SFCore

/// A stage in a chain that runs, and the one behind it.
///
/// It stands behind a reference and is called through a method of its own
/// class, since to change a value of unknown type in place the runtime asks at
/// each call who else holds it. Each hands the step on, since a reference that
/// comes from a list is counted at every step.
package class RunningStage {
  private let next: RunningStage?
  /// The entries of the places before it, and its own place among all.
  private let before: [StageEntry]
  private let index: Int
  /// The last of its places, which it has more of where it takes the turns of others.
  private let lastIndex: Int
  /// What the next stage sees: what this one forwards, and what it adds.
  private let passes: LineTypes
  /// Whether a stage behind would see what this one does not forward.
  private let forgets: Bool
  /// Whether its lines are written anywhere.
  private let isWritten: Bool
  /// Whether it runs ahead of the writing, in another thread: its lines stay in the step.
  private let isAhead: Bool
  private let bindsAtBars: Bool
  private let tool: String?
  private var isBound = false

  fileprivate init(
    _ links: [Chain.Link], _ index: Int, next: RunningStage?, isWritten: Bool, isAhead: Bool
  ) {
    let link = links[index]
    before = links[..<index].flatMap(\.entries).compactMap(\.self)
    self.index = Self.place(links, index)
    lastIndex = self.index + link.parts.count
    self.next = next
    tool = link.tool
    passes = link.passes
    self.isWritten = isWritten
    self.isAhead = isAhead
    forgets = Self.forgets(links, index)
    bindsAtBars = link.stage.bindsAtBars
  }

  /// The stages of a chain in two parts, of each of which the first is returned; `nil` for a part
  /// without any.
  static func make(
    _ links: [Chain.Link], _ taps: [Tap], split: Int
  ) -> (ahead: RunningStage?, behind: RunningStage?) {
    (
      make(links, taps, 0..<split, isAhead: true),
      make(links, taps, split..<links.count, isAhead: false)
    )
  }

  /// The stages of a part of a chain.
  package static func make(
    _ links: [Chain.Link], _ taps: [Tap], _ part: Range<Int>, isAhead: Bool = false
  ) -> RunningStage? {
    var next: RunningStage?
    for index in part.reversed() {
      let isWritten = taps.contains { $0.position > place(links, index) }
      func open(_ stage: some Stage) -> RunningStage {
        Running(stage, links, index, next: next, isWritten: isWritten, isAhead: isAhead)
      }
      next = open(links[index].stage)
    }
    return next
  }

  /// The place of a link: those before it may have several each.
  private static func place(_ links: [Chain.Link], _ index: Int) -> Int {
    links[..<index].reduce(0) { $0 + $1.places }
  }

  /// Whether a stage behind would see what stage `index` does not forward.
  package static func forgets(_ links: [Chain.Link], _ index: Int) -> Bool {
    let passes = links[index].passes
    return links[(index + 1)...].contains { !$0.stage.reads.subtracting(passes).isEmpty }
  }

  /// This stage and those behind it.
  package var all: [RunningStage] { [self] + (next?.all ?? []) }

  /// Works on a step, has written what was added, and hands the step on.
  package final func run(_ step: inout Step, _ header: Header, _ outputs: Outputs) throws {
    if !isAhead { step.clearLines() }
    do throws(StageError) {
      if !isBound { try bind(header, &step) }
      try update(&step)
    } catch { throw named(error) }
    if let tool, !step.warnings.isEmpty { step.nameWarnings(after: tool) }
    try write(&step, outputs)
    if forgets { step.forget(allBut: passes) }
    try next?.run(&step, header, outputs)
  }

  /// Binds the stage at once, or at the first step with bars if it waits for them.
  private func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    guard !bindsAtBars || !step.bars.isEmpty else { return }
    try bindValue(Header(stages: header.stages + before), &step)
    step.widen()
    isBound = true
  }

  /// The stream has ended.
  package final func end(_ step: inout Step, _ outputs: Outputs) throws {
    if !isAhead { step.clearLines() }
    do { try finish(&step) } catch { throw named(error) }
    if let tool, !step.warnings.isEmpty { step.nameWarnings(after: tool) }
    try write(&step, outputs)
    if forgets { step.forget(allBut: passes) }
    try next?.end(&step, outputs)
  }

  private func write(_ step: inout Step, _ outputs: Outputs) throws {
    guard isWritten else { return }
    if isAhead {
      // Places that have nothing to say may have ended nothing.
      while step.lineEnds.count <= lastIndex { step.endLines() }
    } else if !step.lines.isEmpty {
      try outputs.writeLines(of: step, addedBy: index)
    }
  }

  private func named(_ error: StageError) -> any Error {
    guard let tool else { return error }
    return PartError(tool: tool, error: error)
  }

  package var stage: any Stage {
    preconditionFailure("a class of its own for each type of stage")
  }

  /// What it remembers now.
  final var memory: RunMemory.StageMemory {
    get throws {
      RunMemory.StageMemory(isBound: isBound, bytes: try MemoryEncoder.bytes(of: stage))
    }
  }

  /// Becomes the stage that remembers it.
  final func recall(_ memory: RunMemory.StageMemory) throws {
    try decode(memory.bytes)
    isBound = memory.isBound
  }

  fileprivate func decode(_ bytes: [UInt8]) throws {}
  fileprivate func bindValue(_ header: Header, _ step: inout Step) throws(StageError) {}
  fileprivate func update(_ step: inout Step) throws(StageError) {}
  fileprivate func finish(_ step: inout Step) throws(StageError) {}
}

private final class Running<Value: Stage>: RunningStage {
  private var value: Value

  init(
    _ stage: Value, _ links: [Chain.Link], _ index: Int, next: RunningStage?, isWritten: Bool,
    isAhead: Bool
  ) {
    value = stage
    super.init(links, index, next: next, isWritten: isWritten, isAhead: isAhead)
  }

  override package var stage: any Stage { value }

  override func decode(_ bytes: [UInt8]) throws {
    let made = value
    value = try MemoryDecoder.value(Value.self, of: bytes)
    value.handOver(from: made)
  }

  override func bindValue(_ header: Header, _ step: inout Step) throws(StageError) {
    try value.bind(header, &step)
  }

  override func update(_ step: inout Step) throws(StageError) { try value.update(&step) }
  override func finish(_ step: inout Step) throws(StageError) { try value.finish(&step) }
}
