import SFCore
import SFWire

/// A place in a chain of stages where its lines are written.
public final class Tap {
  /// How many stages stand before it.
  public let position: Int
  let sink: any ByteSink
  var writer = LineWriter()
  /// The types that reach it when they come from the source.
  var passesFromSource = LineTypes.all
  /// The types that reach it when stage `index` adds them.
  var passesFromStage: [LineTypes] = []
  /// Where in the buffer the last mark ends; 0 when there is none.
  private var endOfMark = 0

  /// Bytes that have left, of the whole stream.
  private var flushed = 0

  /// The length of the stream up to its last mark, in bytes: where another run goes on.
  private(set) var lengthAtMark = 0

  /// Called before bytes leave; what it throws keeps them here.
  private var beforeFlush: (() throws -> Void)?

  /// Blocks of this size are written while more input is waiting.
  private(set) var block = 1 << 16

  public init(after position: Int, to sink: any ByteSink) {
    self.position = position
    self.sink = sink
  }

  /// Resolves what the stages between let through.
  func bind(_ forwards: [LineTypes]) {
    passesFromSource = forwards[..<position].reduce(.all) { $0.intersection($1) }
    passesFromStage = (0..<position).map { index in
      forwards[(index + 1)..<position].reduce(.all) { $0.intersection($1) }
    }
  }

  @inline(__always)
  func noteMark() throws {
    endOfMark = writer.buffer.count
    lengthAtMark = flushed + endOfMark
    if endOfMark >= block { try flush() }
  }

  /// Writes a mark. Its text stays where it is until more is written here.
  @inline(__always)
  func write(mark ts: Timestamp) -> UnsafeRawBufferPointer {
    let start = writer.buffer.count
    writer.mark(ts)
    return UnsafeRawBufferPointer(rebasing: writer.buffer.bytes[start...])
  }

  /// Writes a block that has grown full, up to its last mark if it has one.
  @inline(__always)
  func flushBlock() throws {
    if writer.buffer.count >= block { try flush(upTo: endOfMark) }
  }

  func flush() throws { try flush(upTo: 0) }

  /// Goes on where another run had written so many bytes.
  func resume(at length: Int) {
    flushed = length
    lengthAtMark = length
  }

  /// Does work before bytes leave, and less often than without.
  func precede(_ work: @escaping () throws -> Void) {
    beforeFlush = work
    block = 1 << 20
  }

  private func flush(upTo mark: Int) throws {
    let count = mark > 0 ? mark : writer.buffer.count
    guard count > 0 else { return }
    try beforeFlush?()
    try sink.write(UnsafeRawBufferPointer(rebasing: writer.buffer.bytes[..<count]))
    writer.buffer.removeFirst(count)
    flushed += count
    endOfMark = 0
  }
}

/// All places where a chain writes.
package final class Outputs {
  let taps: [Tap]

  /// The first two of them, which are all in most chains: asked at every line, and what stands in a
  /// list would be retained each time, as would a reference that is counted. The list holds them.
  private let first: Unmanaged<Tap>?
  private let second: Unmanaged<Tap>?
  private let others: ArraySlice<Tap>

  /// By the place of a stage: the types that any tap writes of the lines that it adds.
  private let wantedFromStage: [LineTypes]

  /// The types of the source that any tap writes; asked at every step.
  private let wanted: LineTypes

  /// The taps must be bound: what they let through is asked once, here.
  package init(_ taps: [Tap]) {
    self.taps = taps
    first = taps.first.map(Unmanaged.passUnretained)
    second = taps.dropFirst().first.map(Unmanaged.passUnretained)
    others = taps.dropFirst(2)
    wanted = taps.reduce([]) { $0.union($1.passesFromSource) }
    let stages = 0..<(taps.map(\.position).max() ?? 0)
    wantedFromStage = stages.map { index in
      taps.reduce([]) { index < $1.position ? $0.union($1.passesFromStage[index]) : $0 }
    }
  }

  @inline(__always)
  private func each(_ body: (Tap) throws -> Void) rethrows {
    if let first { try first._withUnsafeGuaranteedRef { try body($0) } }
    if let second { try second._withUnsafeGuaranteedRef { try body($0) } }
    if !others.isEmpty { for tap in others { try body(tap) } }
  }

  /// Whether a line of that type would be written anywhere.
  @inline(__always)
  func wants(_ type: LineType) -> Bool { wanted.contains(type) }

  /// What a source is to hand over.
  var forwardedLines: ForwardedLines {
    ForwardedLines(wanted: wanted, tellsTypesApart: taps.count > 1)
  }

  /// Forwards lines of the source, byte for byte.
  @inline(__always)
  func forward(_ lines: borrowing ForwardedLines) throws {
    for place in lines.stretches.indices {
      let stretch = lines.stretches[place]
      try each { tap in
        guard taps.count == 1 || tap.passesFromSource.contains(stretch.type) else { return }
        tap.writer.buffer.append(stretch.bytes)
        try tap.flushBlock()
      }
    }
  }

  /// Forwards the mark of the source.
  @inline(__always)
  func forward(mark: Line) throws {
    try each { tap in
      guard tap.passesFromSource.contains(.mark) else { return }
      tap.writer.buffer.append(mark.bytes)
      try tap.noteMark()
    }
  }

  /// Forwards the end of the source.
  func forward(end: [UInt8]) throws {
    for tap in taps where tap.passesFromSource.contains(.end) { tap.writer.buffer.append(end) }
    try flush()
  }

  /// Writes a line that the source made.
  @inline(__always)
  func write(_ line: Step.Line, of step: borrowing Step) throws {
    try each { tap in
      guard tap.passesFromSource.contains(line.type) else { return }
      tap.writer.write(line, of: step)
      try tap.flushBlock()
    }
  }

  /// Writes the lines that the stage at place `index` has added, for itself and for the places
  /// behind it whose turns it takes.
  func writeLines(of step: borrowing Step, addedBy index: Int) throws {
    var (start, place) = (0, index)
    for part in step.lineEnds.indices {
      let end = step.lineEnds[part]
      if end > start { try writeLines(of: step, start..<end, addedBy: place) }
      (start, place) = (end, place + 1)
    }
    let end = step.lines.endIndex
    if end > start { try writeLines(of: step, start..<end, addedBy: place) }
  }

  /// Writes what the stages have added that ran ahead, in their order.
  func writeLinesAhead(of step: borrowing Step) throws {
    var start = 0
    for index in step.lineEnds.indices {
      let end = step.lineEnds[index]
      if end > start { try writeLines(of: step, start..<end, addedBy: index) }
      start = end
    }
  }

  private func writeLines(
    of step: borrowing Step, _ places: Range<Int>, addedBy index: Int
  ) throws {
    var types: LineTypes = []
    for place in places { types.formUnion(LineTypes(step.lines[place].type)) }
    // What is only computed with is written nowhere, and behind a gate little is.
    guard index < wantedFromStage.count, !wantedFromStage[index].isDisjoint(with: types) else {
      return
    }
    try each { tap in
      guard tap.position > index else { return }
      let passes = tap.passesFromStage[index]
      guard !passes.isDisjoint(with: types) else { return }
      for place in places where passes.contains(step.lines[place].type) {
        tap.writer.write(step.lines[place], of: step)
      }
      try tap.flushBlock()
    }
  }

  /// Writes a mark that nobody has written: once, and copies it to the other taps, before the first
  /// of them may give away its bytes.
  func mark(_ ts: Timestamp) throws {
    var text: UnsafeRawBufferPointer?
    each { tap in
      guard tap.passesFromSource.contains(.mark) else { return }
      if let text { tap.writer.buffer.append(text) } else { text = tap.write(mark: ts) }
    }
    try each { tap in
      if tap.passesFromSource.contains(.mark) { try tap.noteMark() }
    }
  }

  func end(_ end: End) throws {
    for tap in taps where tap.passesFromSource.contains(.end) {
      EndLine.write(end, to: &tap.writer.buffer)
    }
    try flush()
  }

  /// Writes the header as each tap sees it: `base`, grown by the stages before the tap.
  func header(_ base: [UInt8], stages: [StageEntry?]) throws {
    for tap in taps where tap.passesFromSource.contains(.header) {
      let text = try stages[..<tap.position].reduce(base) { text, stage in
        guard let stage else { return text }
        return try Line.withLine(of: text) { try HeaderLine.adding(stage, to: $0) }
      }
      tap.writer.buffer.append(text)
    }
  }

  func flush() throws {
    for tap in taps { try tap.flush() }
  }

  /// Does work before bytes leave for anywhere: what it throws keeps them back.
  func onFlush(_ work: @escaping () throws -> Void) {
    for tap in taps { tap.precede(work) }
  }
}
