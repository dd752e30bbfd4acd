import Logging
import SFCore
import SFTransport
import SFWire

/// The steps of a stream of lines: forwards each line as it comes and decodes what is read.
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

  private let name: String
  private var reader: LineReader
  private var decoder = LineDecoder()
  private let policy: ErrorPolicy
  private let log: Logger
  private var hasHeader = false
  private var pending: Line?
  private var lastMark: Timestamp?
  /// Whether lines have come since the last mark.
  private var isOpen = false
  /// Lines behind the last mark with its `ts`: closing lines if the stream ends there, else late.
  private var closing: [Held] = []
  private var isClosing = false
  private var counts = [Int](repeating: 0, count: LineType.allCases.count)
  public private(set) var skipped = 0

  /// A line that is held back until what follows says what it is.
  private struct Held {
    let type: LineType
    let bytes: [UInt8]
    let lineNumber: Int
  }

  public init(_ source: any ByteSource, policy: ErrorPolicy = .stop, log: Logger) {
    name = source.name
    reader = LineReader(source)
    self.policy = policy
    self.log = log
  }

  public func begin(_ outputs: Outputs) throws -> SourceHeader {
    while let line = try nextLine(outputs) {
      do {
        let envelope = try decoder.envelope(of: line)
        guard envelope.type == .header else {
          pending = line
          return .made(Header())
        }
        let (version, header) = try HeaderLine.read(line)
        guard version == Header.protocolVersion else {
          throw InputError(
            .protocolMismatch, file: name, line: reader.lineNumber, column: 1,
            message: "found protocol \(version), expected protocol \(Header.protocolVersion)")
        }
        hasHeader = true
        return .read(text: Array(line.bytes), header)
      } catch let error as WireError {
        try skip(error)
      }
    }
    return .made(Header())
  }

  public func next(
    _ step: inout Step, reads: LineTypes, refuses: LineTypes, _ outputs: Outputs
  ) throws -> SourceEvent {
    isOpen = false
    while let line = try nextLine(outputs) {
      do {
        let envelope = try decoder.envelope(of: line)
        let type = envelope.type
        if refuses.contains(type) { throw refused(type) }
        switch type {
        case .unknown:
          try pass(line, type, outputs)
        case .header: throw secondHeader
        case .end: return try end(line, envelope, &step, outputs)
        case .mark:
          return try mark(line, envelope, &step)
        default:
          guard let ts = envelope.ts else {
            throw WireError(
              column: line.count + 1, found: "a \(type.name) without 'ts'",
              expected: "a timestamp")
          }
          if try !enter(ts, line, &step) { return .mark(nil) }
          if reads.contains(type) { try decoder.decode(line, envelope, into: &step) }
          try pass(line, type, outputs)
        }
      } catch let error as WireError {
        try skip(error)
      }
    }
    return try finish(&step, outputs)
  }

  /// Forwards a line, or holds it where it may be a closing line.
  @inline(__always)
  private func pass(_ line: Line, _ type: LineType, _ outputs: Outputs) throws {
    if !isClosing {
      count(type)
      try outputs.forward(line, type)
    } else {
      closing.append(
        Held(type: type, bytes: Array(line.bytes), lineNumber: reader.lineNumber))
    }
  }

  /// Counts a line of a stream whose end we have to make.
  @inline(__always)
  private func count(_ type: LineType) {
    if !hasHeader { counts[Int(type.rawValue)] += 1 }
  }

  /// The next line, read as far as it is there, after a flush when it has to be waited for.
  private func nextLine(_ outputs: Outputs) throws -> Line? {
    if let line = pending {
      pending = nil
      return line
    }
    while true {
      do {
        if let line = try reader.next() { return line }
      } catch let error {
        // A line that is too long; the reader goes on behind it.
        try skip(error)
        continue
      }
      if !reader.source.isReady { try outputs.flush() }
      if try !reader.fill() { return nil }
    }
  }

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
    pending = line
    lastMark = ts
    count(.mark)
  }

  /// The stream goes on: what stood behind its mark were no closing lines.
  private func refuseLateLines() throws {
    for late in closing where late.type != .unknown {
      try skip(goingBack(lastMark ?? .earliest, after: lastMark ?? .earliest), at: late.lineNumber)
    }
    closing.removeAll()
    isClosing = false
  }

  /// Forwards closing lines, now that the stream has ended.
  private func releaseClosing(_ outputs: Outputs) throws {
    for held in closing {
      count(held.type)
      try Line.withLine(of: held.bytes) { try outputs.forward($0, held.type) }
    }
    closing.removeAll()
  }

  private func goingBack(_ ts: Timestamp, after last: Timestamp) -> WireError {
    let isInStep = isOpen && !isClosing
    return WireError(
      column: 1, found: "ts \(ts) behind \(isInStep ? "a line of" : "mark") \(last)",
      expected: isInStep ? "ts never to go back" : "a later ts")
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
    lastMark = ts
    count(.mark)
    return .mark(line)
  }

  private func end(
    _ line: Line, _ envelope: Envelope, _ step: inout Step, _ outputs: Outputs
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
    try releaseClosing(outputs)
    return .end(.read(bytes))
  }

  /// Reads to the end of the input, where nothing but blank lines may follow the end.
  public func drain() throws {
    while true {
      let isLine: Bool
      do { isLine = try reader.next() != nil } catch { isLine = true }
      if isLine {
        throw InputError(
          file: name, line: reader.lineNumber, column: 1,
          message: "found a line behind 'end', expected the end of the input",
          help: "to join streams, use sf-ingest a.jsonl b.jsonl")
      }
      if try !reader.fill() { return }
    }
  }

  /// There are no more lines.
  private func finish(_ step: inout Step, _ outputs: Outputs) throws -> SourceEvent {
    if !Interruption.isRequested, !hasHeader, isOpen, !isClosing {
      // Closed by a mark that we make; the next call finds nothing and ends.
      closeStep(before: nil, step.ts)
      return .mark(nil)
    }
    try releaseClosing(outputs)
    if Interruption.isRequested { return .interrupted }
    if hasHeader { return .cut }
    if !isOpen { step.begin(lastMark ?? .earliest) }
    return .end(.made(End(ts: lastMark, reason: "end_of_input", counts: linesByType)))
  }

  private var linesByType: [End.Count] {
    LineType.allCases.compactMap { type in
      let lines = counts[Int(type.rawValue)]
      return lines > 0 ? End.Count(type: type.name, lines: lines) : nil
    }
  }

  // MARK: Errors

  private func refused(_ type: LineType) -> InputError {
    let refusal = Refused(type)
    return InputError(
      file: name, line: reader.lineNumber, column: 1, message: refusal.message,
      help: refusal.help)
  }

  private var secondHeader: InputError {
    InputError(
      file: name, line: reader.lineNumber, column: 1,
      message: "found a header in the middle of the stream, expected one at its start",
      help: "to join streams, use sf-ingest a.jsonl b.jsonl")
  }

  /// Counts a line that cannot be read, or stops at it.
  private func skip(_ error: WireError, at number: Int? = nil) throws {
    let number = number ?? reader.lineNumber
    let located = InputError(error, file: name, line: number)
    guard skipped < policy.skipped else { throw located }
    skipped += 1
    log.warning("\(located.message)", metadata: ["place": "\(located.place)"])
  }
}
