import SFCore
import SFJournal
import SFRun
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The book of a session that has stopped, copied for the one that goes on with it: of each run that
/// it is made of, the lines that a book is read from. What they were copied from may go.
///
///     run/strategy  whose header says --carry old/carried/1.jsonl
///     next/carried/1.jsonl  next/carried/2.jsonl, and the header of the first names the second
struct CarriedCopy {
  /// Where the copies stand.
  let directory: String

  /// The types that a book is read from, and those that say how far it goes.
  private static let kept = LineTypes([.order, .fill, .position, .refusal, .equity, .mark, .end])
  private static let tool = "sf-strategy"
  private static let option = "carry"

  /// Copies a run of sf-strategy and what that had carried over itself; returns the first copy.
  func take(_ run: String) throws -> String {
    guard DirectoryEntries.make(directory, 0o700) else {
      throw TransportError(
        .cannotCreate, "cannot create '\(directory)': \(TransportError.reason(errno))")
    }
    var taken: [String] = []
    var next: String? = run
    while let path = next {
      guard !taken.contains(path) else {
        throw ConfigurationError("--carry", "goes in a circle: '\(path)' carries itself over")
      }
      taken.append(path)
      next = try copy(path, number: taken.count)
    }
    return file(1)
  }

  private func file(_ number: Int) -> String { "\(directory)/\(number).jsonl" }

  /// Copies one run; returns what it had carried over.
  private func copy(_ path: String, number: Int) throws -> String? {
    var before: String?
    try AtomicFile.write(to: file(number), syncs: true) { sink in
      var reader = LineReader(try Endpoint.open(input: path))
      var decoder = LineDecoder()
      var steps = StepsToKeep()
      do {
        while try reader.fill() {
          while let line = try reader.next() {
            let type = try decoder.envelope(of: line).type
            if type == .header {
              before = try takeHeader(line, number, &steps)
            } else if Self.kept.contains(type) {
              steps.take(line, type)
            }
          }
          try sink.write(text: String(decoding: steps.takeReady(), as: UTF8.self))
        }
      } catch let error as WireError {
        throw InputError(error, file: path, line: reader.lineNumber)
      }
      try sink.write(text: String(decoding: steps.takeLast(), as: UTF8.self))
    }
    return before
  }

  /// Names the next copy in the place of what the run had carried over.
  private func takeHeader(
    _ line: Line, _ number: Int, _ steps: inout StepsToKeep
  ) throws(WireError) -> String? {
    var header = try HeaderLine.read(line).header
    var before: String?
    for stage in header.stages.indices where header.stages[stage].name == Self.tool {
      for place in header.stages[stage].config.indices
      where header.stages[stage].config[place].key == Self.option {
        guard case .text(let path) = header.stages[stage].config[place].value else { continue }
        before = path
        header.stages[stage].config[place].value = .text(file(number + 1))
      }
    }
    var buffer = ByteBuffer(capacity: 1 << 12)
    HeaderLine.write(header, to: &buffer)
    steps.begin(Array(buffer.bytes))
    return before
  }
}

/// Whole steps of a run, but for those in which nothing was done: of these the last says how far the
/// run has come.
private struct StepsToKeep {
  private var ready: [UInt8] = []
  /// Lines behind the last mark.
  private var open: [UInt8] = []
  /// The mark of a step without a line.
  private var empty: [UInt8] = []

  mutating func begin(_ header: [UInt8]) { ready += header }

  mutating func take(_ line: Line, _ type: LineType) {
    switch type {
    case .mark where open.isEmpty: empty = Array(line.bytes)
    case .mark:
      ready += open + line.bytes
      (open, empty) = ([], [])
    // What closes a stream has the time of its last mark.
    case .end: ready += empty + open + line.bytes
    default: open += line.bytes
    }
    if type == .end { (open, empty) = ([], []) }
  }

  mutating func takeReady() -> [UInt8] {
    defer { ready.removeAll(keepingCapacity: true) }
    return ready
  }

  /// What is left at the end of the bytes: lines without a mark are no step.
  mutating func takeLast() -> [UInt8] { takeReady() + empty }
}
