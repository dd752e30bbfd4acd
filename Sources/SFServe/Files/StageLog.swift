import SFCore
import SFRun
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a stage says to people, line by line with the time: a file that is begun anew before it is too
/// long, of which some old ones stay (`log.1` is the youngest).
package final class StageLog {
  private let path: String
  private let clock: any Clock
  private let longest: Int
  private var descriptor: Int32 = -1
  private var size = 0
  /// What the program has said last; its first line that tells an error stays.
  private var lastWords: String?
  private var isError = false
  /// A line whose end has not come.
  private var part: [UInt8] = []

  /// How many old ones stay.
  private static let kept = 3
  /// A line that is longer is cut into several.
  private static let longestLine = 8 << 10
  /// Of which more is no sentence.
  private static let longestWords = 500

  package init(_ path: String, _ clock: any Clock, longest: Int = 4 << 20) throws(TransportError) {
    self.path = path
    self.clock = clock
    self.longest = longest
    try begin()
  }

  deinit { close(descriptor) }

  /// Adds what came from a program, which may end within a line.
  package func add(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes {
      if byte != 10 { part.append(byte) }
      if byte == 10 || part.count >= Self.longestLine {
        note(part)
        flush()
      }
    }
  }

  /// Forgets what a program has said, for the next one.
  package func forgetWords() { (lastWords, isError) = (nil, false) }

  private func note(_ line: [UInt8]) {
    let text = String(decoding: line.prefix(Self.longestWords), as: UTF8.self)
    let tells = text.contains("error: ")
    guard !isError, !text.allSatisfy(\.isWhitespace) else { return }
    (lastWords, isError) = (text.shown(most: Self.longestWords), tells)
  }

  /// What it said last, whether or not it has ended that line.
  package var endingWords: String? {
    if !part.isEmpty { note(part) }
    return lastWords
  }

  /// Adds a line of ours; what a program has not ended stands before it.
  package func say(_ text: String) {
    if !part.isEmpty {
      note(part)
      flush()
    }
    part = Array("sf-serve: \(text)".utf8)
    flush()
  }

  private func flush() {
    let line = Array("\(clock.time) ".utf8) + part + [10]
    part.removeAll(keepingCapacity: true)
    if size + line.count > longest, size > 0 { rotate() }
    // A disk that is full loses what is said to people, and nothing else.
    let count = write(descriptor, line, line.count)
    size += max(0, count)
  }

  private func rotate() {
    for number in (1..<Self.kept).reversed() {
      _ = rename("\(path).\(number)", "\(path).\(number + 1)")
    }
    _ = rename(path, "\(path).1")
    let old = descriptor
    // Where no new one can be begun, the old one grows.
    if (try? begin()) != nil { close(old) }
  }

  private func begin() throws(TransportError) {
    descriptor = try Endpoint.file(writing: path, O_APPEND)
    size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
  }
}
