import SFCore
import SFWire

/// The lines of an input as they come, and what happens to those that cannot be read.
struct LineIntake: ~Copyable {
  enum Event {
    case line(Line)
    /// More must be read, which makes the lines returned before invalid.
    case empty
    case end
  }

  let name: String
  private var reader: LineReader
  private let policy: WireSource.ErrorPolicy
  private let onSkip: (InputError) -> Void
  private var returned: Line?
  /// Called before a read that has to wait.
  var beforeWaiting: (() throws -> Void)?
  /// Lines that were passed over, in all.
  private(set) var skipped = 0

  init(
    _ source: any ByteSource, _ policy: WireSource.ErrorPolicy,
    _ onSkip: @escaping (InputError) -> Void
  ) {
    name = source.name
    reader = LineReader(source)
    self.policy = policy
    self.onSkip = onSkip
  }

  var lineNumber: Int { reader.lineNumber }

  /// Whether the stream goes on behind what has been read to its end.
  var isOpen: Bool { reader.source.isOpen }

  /// Goes on with a count of lines that were passed over before.
  mutating func resume(skipped: Int) { self.skipped = skipped }

  /// Gives a line back, to be read again.
  mutating func unread(_ line: Line?) { returned = line }

  /// The next line; reads more only if it may.
  @inline(__always)
  mutating func next(mayRead: Bool) throws -> Event {
    if let line = returned {
      returned = nil
      return .line(line)
    }
    do {
      if let line = try reader.next() { return .line(line) }
    } catch { return try slowNext(error, mayRead) }
    return try slowNext(nil, mayRead)
  }

  @inline(never)
  private mutating func slowNext(_ tooLong: WireError?, _ mayRead: Bool) throws -> Event {
    // The reader goes on behind a line that is too long.
    var error = tooLong
    while true {
      if let found = error {
        error = nil
        try skip(found)
      } else if !mayRead {
        return .empty
      } else {
        if let beforeWaiting, !reader.source.isReady { try beforeWaiting() }
        if try !reader.fill() { return .end }
      }
      do throws(WireError) {
        if let line = try reader.next() { return .line(line) }
      } catch let found { error = found }
    }
  }

  /// Counts a line that cannot be read, or stops at it.
  mutating func skip(_ error: WireError, at number: Int? = nil) throws {
    let place = reader.source.place(ofLine: number ?? lineNumber)
    let located = InputError(error, file: place.file, line: place.line)
    guard skipped < policy.skipped else { throw located }
    skipped += 1
    onSkip(located)
  }

  /// Reads to the end of the input, where nothing but blank lines may follow the end.
  mutating func drain() throws {
    while true {
      let isLine: Bool
      do { isLine = try reader.next() != nil } catch { isLine = true }
      if isLine {
        throw error(
          "found a line behind 'end', expected the end of the input", help: Self.joiningHelp)
      }
      if try !reader.fill() { return }
    }
  }

  private static let joiningHelp = "to join streams, use sf-ingest a.jsonl b.jsonl"

  var secondHeader: InputError {
    error(
      "found a header in the middle of the stream, expected one at its start",
      help: Self.joiningHelp)
  }

  /// What is wrong with the line at hand as a whole.
  func error(
    _ message: String, status: ExitStatus = .badData, help: String? = nil
  ) -> InputError {
    let place = reader.source.place(ofLine: lineNumber)
    return InputError(
      status, file: place.file, line: place.line, column: 1, message: message, help: help)
  }
}
