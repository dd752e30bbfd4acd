import SFCore
import SFWire

/// The steps of a stream of lines: hands on each line as it is and decodes what is read.
///
/// A foreign stream may lack header, marks and end; the source makes it whole.
public final class WireSource: StepSource {
  /// What happens to a line that cannot be read.
  public struct ErrorPolicy: Sendable {
    /// Lines that may be skipped; 0 stops at the first.
    public var skipped: Int

    public static let stop = ErrorPolicy(skipped: 0)

    public init(skipped: Int) { self.skipped = skipped }
  }

  private var input: LineIntake
  private var decoder = LineDecoder()
  private let isStopped: () -> Bool
  private var hasHeader = false
  private var lastMark: Timestamp?
  /// What is dropped, since the run goes on behind it.
  private var seen = SeenLines()
  /// Lines without a time at the start of the input, which were seen or not as the next one was.
  private var leading = HeldLines()
  /// Whether a line of the open step has come.
  private var isOpen = false
  /// Lines behind the last mark with its `ts`: closing lines if the stream ends there, else late.
  private var closing = HeldLines()
  private var isClosing = false
  private var counts = LineCounts()
  /// Lines that had been passed over at the last mark.
  private var skippedAtMark = 0

  /// With `isStopped` the end of the bytes is not that of the stream: whoever runs it was told to
  /// stop. `onSkip` is called with each line that is passed over.
  public init(
    _ source: any ByteSource, policy: ErrorPolicy = .stop,
    isStopped: @escaping () -> Bool = { false }, onSkip: @escaping (InputError) -> Void = { _ in }
  ) {
    input = LineIntake(source, policy, onSkip)
    self.isStopped = isStopped
  }

  public var lines: SourceLines { .forwarded }
  public var skipped: Int { input.skipped }

  public func onWaiting(_ action: @escaping () throws -> Void) { input.beforeWaiting = action }

  public func drain() throws { try input.drain() }

  // MARK: The beginning

  public var memory: SourceMemory {
    var memory = SourceMemory()
    memory.hasHeader = hasHeader
    memory.counts = hasHeader ? [] : counts.upToMark
    memory.skipped = skippedAtMark
    return memory
  }

  public func resume(behind mark: Timestamp, _ memory: SourceMemory) {
    seen = SeenLines(upTo: mark)
    lastMark = mark
    hasHeader = memory.hasHeader
    counts.upToMark = memory.counts
    skippedAtMark = memory.skipped
    input.resume(skipped: memory.skipped)
  }

  public func begin() throws -> SourceHeader {
    while case .line(let line) = try input.next(mayRead: true) {
      do {
        let envelope = try decoder.envelope(of: line)
        guard envelope.type == .header else {
          input.unread(line)
          return .made(Header())
        }
        let (version, header) = try HeaderLine.read(line)
        guard version == Header.protocolVersion else {
          throw input.error(
            "found protocol \(version), expected protocol \(Header.protocolVersion)",
            status: .protocolMismatch)
        }
        hasHeader = true
        return .read(text: Array(line.bytes), header)
      } catch let error as WireError {
        try input.skip(error)
      }
    }
    return .made(Header())
  }

  // MARK: Steps

  public func next(
    _ step: inout Step, _ lines: inout ForwardedLines, reads: LineTypes, refuses: LineTypes
  ) throws -> SourceEvent {
    while true {
      switch try input.next(mayRead: lines.isEmpty) {
      case .empty: return .lines
      case .end: return try finish(&step, &lines)
      case .line(let line):
        do {
          if seen.mark != nil, try isSeen(line, &lines) { continue }
          if let event = try take(line, &step, &lines, reads, refuses) { return event }
        } catch let error as WireError {
          try input.skip(error)
        }
      }
    }
  }

  /// Takes a line into the step; what it came to if the step does not go on.
  @inline(__always)
  private func take(
    _ line: Line, _ step: inout Step, _ lines: inout ForwardedLines, _ reads: LineTypes,
    _ refuses: LineTypes
  ) throws -> SourceEvent? {
    let envelope = try decoder.envelope(of: line)
    let type = envelope.type
    if refuses.contains(type) { throw refused(type) }
    switch type {
    case .unknown: pass(line, type, &lines)
    case .header: throw input.secondHeader
    case .end: return try end(line, envelope, &step, &lines)
    case .mark: return try mark(line, envelope, &step)
    default:
      guard let ts = envelope.ts else {
        throw WireError(
          column: line.count + 1, found: "a \(type.name) without 'ts'", expected: "a timestamp")
      }
      if try !enter(ts, line, &step) { return .mark(nil) }
      if reads.contains(type) { try decoder.decode(line, envelope, into: &step) }
      pass(line, type, &lines)
    }
    return nil
  }

  /// Hands a line on, or holds it where it may be a closing line.
  @inline(__always)
  private func pass(_ line: Line, _ type: LineType, _ lines: inout ForwardedLines) {
    if !isClosing {
      count(type)
      lines.append(line, type)
    } else {
      closing.append(line, type, lineNumber: input.lineNumber)
    }
  }

  /// Counts a line of a stream whose end we have to make.
  @inline(__always)
  private func count(_ type: LineType) { if !hasHeader { counts.count(type) } }

  /// Takes a line of `ts` into the open step; `false` when that step has to be closed before.
  @inline(__always)
  private func enter(_ ts: Timestamp, _ line: Line, _ step: inout Step) throws -> Bool {
    if isOpen {
      if ts == step.ts { return true }
      guard ts > step.ts else { throw goingBack(ts, after: step.ts) }
      if isClosing {
        try refuseLateLines()
      } else {
        closeStep(before: line, step.ts)
        return false
      }
    } else if let lastMark, ts <= lastMark {
      guard ts == lastMark else { throw goingBack(ts, after: lastMark) }
      isClosing = true
    }
    isOpen = true
    step.begin(ts)
    return true
  }

  /// Closes a step by a mark that nobody wrote; `line` is read again after it.
  private func closeStep(before line: Line?, _ ts: Timestamp) {
    input.unread(line)
    close(ts)
  }

  /// What came up to here belongs to the step of that mark.
  private func close(_ ts: Timestamp) {
    lastMark = ts
    isOpen = false
    skippedAtMark = input.skipped
    guard !hasHeader else { return }
    counts.count(.mark)
    counts.mark()
  }

  /// The stream goes on: what stood behind its mark were no closing lines.
  private func refuseLateLines() throws {
    for late in closing.held where late.type != .unknown {
      try input.skip(
        goingBack(lastMark ?? .earliest, after: lastMark ?? .earliest), at: late.lineNumber)
    }
    closing.removeAll()
    isClosing = false
  }

  private func release(_ held: inout HeldLines, _ lines: inout ForwardedLines) {
    for line in held.held { count(line.type) }
    held.release(to: &lines)
  }

  /// A mark closes its step, but an earlier step may have to be closed first.
  private func mark(
    _ line: Line, _ envelope: Envelope, _ step: inout Step
  ) throws -> SourceEvent {
    guard let ts = envelope.ts else {
      throw WireError(
        column: line.count + 1, found: "a mark without 'ts'", expected: "a timestamp")
    }
    if let lastMark, ts <= lastMark { throw goingBack(ts, after: lastMark) }
    if try !enter(ts, line, &step) { return .mark(nil) }
    close(ts)
    return .mark(line)
  }

  private func end(
    _ line: Line, _ envelope: Envelope, _ step: inout Step, _ lines: inout ForwardedLines
  ) throws -> SourceEvent {
    let end = try EndLine.read(line)
    if isOpen, !isClosing {
      closeStep(before: line, step.ts)
      return .mark(nil)
    }
    if end.ts != lastMark, end.ts != nil || hasHeader {
      throw WireError(
        column: 1, found: "an end of \(end.ts.map(\.description) ?? "no ts")",
        expected: "the ts of the last mark, \(lastMark.map(\.description) ?? "none")")
    }
    if !isOpen { step.begin(lastMark ?? .earliest) }
    let bytes = Array(line.bytes)
    release(&closing, &lines)
    return .end(.read(bytes))
  }

  /// There are no more lines.
  private func finish(_ step: inout Step, _ lines: inout ForwardedLines) throws -> SourceEvent {
    let isStopped = isStopped()
    if let mark = seen.isShort, !isStopped, !hasHeader { throw endsTooEarly(mark) }
    if seen.mark != nil, seen.isEmpty { release(&leading, &lines) }
    if !isStopped, !hasHeader, isOpen, !isClosing {
      // Closed by a mark that we make; the next call finds nothing and ends.
      closeStep(before: nil, step.ts)
      return .mark(nil)
    }
    release(&closing, &lines)
    if isStopped { return .interrupted }
    if hasHeader { return input.isOpen ? .open : .cut }
    if !isOpen { step.begin(lastMark ?? .earliest) }
    return .end(.made(End(ts: lastMark, reason: "end_of_input", counts: counts.all)))
  }
}

// MARK: - Going on behind a mark, and what is wrong

extension WireSource {
  /// Whether a line was seen before; what cannot be read was passed over then.
  private func isSeen(_ line: Line, _ lines: inout ForwardedLines) throws -> Bool {
    let envelope: Envelope
    do { envelope = try decoder.envelope(of: line) } catch { return true }
    switch envelope.type {
    case .header: return false
    case .end:
      let mark = lastMark ?? .earliest
      guard seen.end(at: try EndLine.read(line).ts) else { throw endsTooEarly(mark) }
      if seen.isEmpty { release(&leading, &lines) }
      return false
    default:
      if envelope.ts == nil, seen.isEmpty {
        leading.append(line, .unknown, lineNumber: input.lineNumber)
      }
      if seen.hold(envelope.type, envelope.ts) { return true }
      if seen.isEmpty { release(&leading, &lines) }
      return false
    }
  }

  private func endsTooEarly(_ mark: Timestamp) -> InputError {
    input.error("found the end of the input, expected mark \(mark), behind which the run goes on")
  }

  private func goingBack(_ ts: Timestamp, after last: Timestamp) -> WireError {
    let isInStep = isOpen && !isClosing
    return WireError(
      column: 1, found: "ts \(ts) behind \(isInStep ? "a line of" : "mark") \(last)",
      expected: isInStep ? "ts never to go back" : "a later ts")
  }

  private func refused(_ type: LineType) -> InputError {
    let refusal = Refused(type)
    return input.error(refusal.message, help: refusal.help)
  }
}
