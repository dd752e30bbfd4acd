import SFCore
import SFWire

/// Lines that are held back until what follows says what they are.
struct HeldLines: ~Copyable {
  struct Held {
    let type: LineType
    let length: Int
    let lineNumber: Int
  }

  private(set) var held: [Held] = []
  private var text = ByteBuffer(capacity: 0)

  mutating func append(_ line: Line, _ type: LineType, lineNumber: Int) {
    held.append(Held(type: type, length: line.bytes.count, lineNumber: lineNumber))
    text.append(line.bytes)
  }

  /// Forgets them.
  mutating func removeAll() {
    held.removeAll()
    text.removeFirst(text.count)
  }

  /// Hands them on; they stay where they are.
  mutating func release(to lines: inout ForwardedLines) {
    guard var start = text.bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
    for line in held {
      let next = start + line.length
      lines.append(Line(start: start, end: next - 1), line.type)
      start = next
    }
    held.removeAll()
  }
}
