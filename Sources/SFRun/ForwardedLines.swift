import SFCore
import SFWire

/// Lines that a source has read and that go on as they are, in their order.
///
/// They stay where they were read and are valid until the source is asked again. Those that stand
/// side by side and go the same way are one stretch, so that most steps are copied at once.
public struct ForwardedLines {
  /// Pointers into the memory of the source, which is handed from thread to thread with it.
  struct Stretch: @unchecked Sendable {
    let type: LineType
    let start: UnsafePointer<UInt8>
    var end: UnsafePointer<UInt8>

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: end - start) }
  }

  private(set) var stretches = Reused<Stretch>()
  /// The types that anybody wants.
  private let wanted: LineTypes
  /// Whether lines of different types may go different ways.
  private let tellsTypesApart: Bool

  init(wanted: LineTypes, tellsTypesApart: Bool) {
    self.wanted = wanted
    self.tellsTypesApart = tellsTypesApart
  }

  /// For a reader that wants no lines.
  package init() { self.init(wanted: [], tellsTypesApart: false) }

  var isEmpty: Bool { stretches.isEmpty }

  /// Adds a line with its line feed, unless nobody wants it.
  @inline(__always)
  mutating func append(_ line: Line, _ type: LineType) {
    guard wanted.contains(type) else { return }
    let last = stretches.count - 1
    if last >= 0, stretches[last].end == line.start,
      !tellsTypesApart || stretches[last].type == type
    {
      stretches[last].end = line.end + 1
    } else {
      stretches.append(Stretch(type: type, start: line.start, end: line.end + 1))
    }
  }

  mutating func removeAll() { stretches.removeAll() }
}
