import SFCore
import SFWire

/// What a source came to.
public enum SourceEvent {
  /// The step is not complete: these are lines of it, and more is read when they are written.
  case lines
  /// A step is complete; the line is its mark, if one was read.
  case mark(Line?)
  /// The stream ended as it should; the step holds its closing lines.
  case end(EndLine)
  /// The stream has a header and no end.
  case cut
  /// The same of one that is still being written: what has been read are whole steps.
  case open
  /// INT or TERM.
  case interrupted

  public enum EndLine {
    case read([UInt8])
    case made(End)
  }
}

/// What a source begins with.
public enum SourceHeader {
  /// The text of the line, with its line feed, and what it says.
  case read(text: [UInt8], Header)
  /// The source is the first stage, or the stream began without a header.
  case made(Header)
}

/// What is written of the steps of a source, before what stages add.
public enum SourceLines: Sendable {
  /// The lines that it read.
  case forwarded
  /// A line for each bar and gap of the step.
  case market
  /// The lines that it added to the step.
  case added
}

/// Where steps come from: lines of a stream, or market data.
///
/// A source never writes: it hands over, and whoever runs it decides what becomes of it.
public protocol StepSource {
  /// What is to be written of its steps.
  var lines: SourceLines { get }

  /// Goes on behind a mark, as the run whose memory it is: hands out no step up to it. Called
  /// before `begin`, or not at all.
  ///
  /// The input may be all of it, or begin behind the mark; then the mark itself may stand first, and
  /// must where nothing but closing lines is left.
  mutating func resume(behind mark: Timestamp, _ memory: SourceMemory)

  /// The header of the stream. Called once, before `next`.
  mutating func begin() throws -> SourceHeader

  /// Goes on with a step, up to its mark or until what it has read must be handed over.
  ///
  /// `reads` are the types whose content is needed. At the end the step holds
  /// closing lines and nothing else. `lines` comes empty, and is filled if lines are forwarded.
  mutating func next(
    _ step: inout Step, _ lines: inout ForwardedLines, reads: LineTypes, refuses: LineTypes
  ) throws -> SourceEvent

  /// Has something done before each wait; all that came before has been handed over by then.
  mutating func onWaiting(_ action: @escaping () throws -> Void)

  /// What must have been done before lines of its steps leave, such as a commit; `nil` when nothing.
  var beforeLeaving: (() throws -> Void)? { get }

  /// Reads what stands behind the end, which must be nothing.
  mutating func drain() throws

  /// What it must remember beside the steps, as it was at the last mark.
  var memory: SourceMemory { get }

  /// Lines that could not be read and were passed over.
  var skipped: Int { get }

  /// Whether several inputs are merged: reading them is half of the work of a run.
  var mergesInputs: Bool { get }
}

extension StepSource {
  public mutating func onWaiting(_ action: @escaping () throws -> Void) {}
  public var beforeLeaving: (() throws -> Void)? { nil }
  public mutating func drain() {}
  public var memory: SourceMemory { SourceMemory() }
  public var skipped: Int { 0 }
  public var mergesInputs: Bool { false }
}

/// What a source of lines remembers at a mark.
public struct SourceMemory: Codable, Sendable, Equatable {
  /// Whether the stream began with a header, so that its end is not ours to make.
  public var hasHeader = false
  /// The lines up to the mark, by type, of a stream whose end is to be made.
  public var counts: [End.Count] = []
  /// Lines up to the mark that could not be read and were passed over.
  public var skipped = 0
  /// The same of the inputs beside the main one, in their order.
  public var sides: [SourceMemory] = []

  public init() {}
}
