import SFCore
import SFWire

/// What a source came to.
public enum SourceEvent {
  /// A step is complete; the line is its mark, if one was read.
  case mark(Line?)
  /// The stream ended as it should; the step holds its closing lines.
  case end(EndLine)
  /// The stream has a header and no end.
  case cut
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

/// Where steps come from: lines of a stream, or market data.
public protocol StepSource {
  /// The header of the stream. Called once, before `next`.
  mutating func begin(_ outputs: Outputs) throws -> SourceHeader

  /// Fills the step up to its mark, and forwards or writes its lines as they come.
  ///
  /// `reads` are the types whose content is needed. At the end the step holds
  /// closing lines and nothing else.
  mutating func next(
    _ step: inout Step, reads: LineTypes, refuses: LineTypes, _ outputs: Outputs
  ) throws -> SourceEvent

  /// Reads what stands behind the end, which must be nothing.
  mutating func drain() throws

  /// Lines that could not be read and were passed over.
  var skipped: Int { get }

  /// Whether several inputs are merged: reading them is half of the work of a run.
  var mergesInputs: Bool { get }
}

extension StepSource {
  public mutating func drain() {}
  public var skipped: Int { 0 }
  public var mergesInputs: Bool { false }
}
