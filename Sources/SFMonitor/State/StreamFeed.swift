import SFCore
import SFWire

/// Whole lines of one stream into steps, of which only what is asked for is read.
///
/// Where bytes come from is not its business: a journal hands whole steps, a pipe what there is.
public final class StreamFeed {
  private let types: LineTypes
  private var decoder = LineDecoder()
  private var step = Step()
  private var isOpen = false
  /// Of the header; `nil` before it.
  public private(set) var header: Header?
  /// Whether the stream has come to its end.
  public private(set) var hasEnded = false

  public init(_ types: LineTypes) { self.types = types }

  /// Takes whole lines; `body` is shown each step as its mark comes.
  public func take(
    _ bytes: [UInt8], _ body: (borrowing Step) -> Void
  ) throws(WireError) {
    var start = bytes.startIndex
    // A line is compared beyond its end, as far as its padding.
    var padded = bytes
    padded.append(contentsOf: repeatElement(10, count: 1 + Line.padding))
    let result: Result<Void, WireError> = padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return .success(()) }
      do throws(WireError) {
        while start < bytes.endIndex {
          var end = start
          while base[end] != 10 { end += 1 }
          if end > start { try take(Line(start: base + start, end: base + end), body) }
          start = end + 1
        }
        return .success(())
      } catch { return .failure(error) }
    }
    try result.get()
  }

  /// Takes a line.
  public func take(_ line: Line, _ body: (borrowing Step) -> Void) throws(WireError) {
    let envelope = try decoder.envelope(of: line)
    switch envelope.type {
    case .header: header = try HeaderLine.read(line).header
    case .mark:
      guard let ts = envelope.ts else { return }
      begin(ts, body)
      body(step)
      isOpen = false
    case .end:
      // Closing lines stand behind the last mark.
      if isOpen { body(step) }
      (isOpen, hasEnded) = (false, true)
    case let type where types.contains(type):
      guard let ts = envelope.ts else { return }
      begin(ts, body)
      try decoder.decode(line, envelope, into: &step)
    default: break
    }
  }

  /// A foreign stream may lack marks: then a later time closes what was open.
  private func begin(_ ts: Timestamp, _ body: (borrowing Step) -> Void) {
    if isOpen {
      if step.ts == ts { return }
      body(step)
    }
    step.begin(ts)
    isOpen = true
  }
}
