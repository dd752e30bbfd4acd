import SFCore
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The results of a sweep on disk: a line is there whole or not at all.
///
/// Each line is appended by one write. What a killed sweep left of a line is cut off when the file
/// is opened again, and its trial runs again. One sweep at a time writes: the file is locked. A file
/// that is none of a sweep is refused before a byte of it has changed.
package final class ResultsFile {
  private let path: String
  private let descriptor: Int32
  /// The results of trials that have a line, by id.
  private var results: [String: JSONValue] = [:]

  package init(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw TransportError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw TransportError(
        .tryAgain, "'\(path)' is being written by another sweep",
        help: "wait for it, or give another --results")
    }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let torn = tornBytes(size)
    try readFinished(bytes: size - torn)
    try cut(torn, size)
  }

  deinit { close(descriptor) }

  /// How every line begins.
  private static let start = Array("{\"id\":\"".utf8)

  /// How many bytes stand behind the last line feed.
  private func tornBytes(_ size: Int) -> Int {
    var end = size
    var byte: UInt8 = 0
    while end > 0, pread(descriptor, &byte, 1, off_t(end - 1)) == 1, byte != 10 { end -= 1 }
    return size - end
  }

  /// Cuts what stands behind the last line feed, where it is the beginning of a result.
  private func cut(_ torn: Int, _ size: Int) throws {
    guard torn > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: min(torn, Self.start.count))
    guard pread(descriptor, &bytes, bytes.count, off_t(size - torn)) == bytes.count,
      Self.start.starts(with: bytes)
    else { throw notOurs(line: results.count + 1) }
    guard ftruncate(descriptor, off_t(size - torn)) == 0 else { throw failure("cut") }
  }

  private func notOurs(line: Int) -> StageError {
    StageError(
      .badData, "\(path):\(line): found no result of a trial",
      help: "give --results a file of its own")
  }

  private func next(of reader: inout LineReader) throws(StageError) -> Line? {
    do { return try reader.next() } catch { throw notOurs(line: reader.lineNumber) }
  }

  private func readFinished(bytes: Int) throws {
    var reader = LineReader(HeadSource(try Endpoint.open(raw: path), count: bytes))
    while true {
      if let line = try next(of: &reader) {
        // Why it is no JSON is beside the point: this is no file of results.
        guard let value = try? JSONValue(line), let id = value["id"]?.string else {
          throw notOurs(line: reader.lineNumber)
        }
        guard results.updateValue(value, forKey: id) == nil else {
          throw StageError(.badData, "\(path):\(reader.lineNumber): found the trial \(id) twice")
        }
      } else if try !reader.fill() {
        return
      }
    }
  }

  /// The ids of trials that had a line when the file was opened.
  package var finished: Set<String> { Set(results.keys) }

  /// What the file says of a trial; `nil` when it had no line when the file was opened.
  func result(of trial: Trial, _ id: String) -> TrialResult? {
    results[id].map { TrialResult(id: id, trial: trial, $0) }
  }

  package func append(_ line: String) throws {
    var line = line
    try line.withUTF8 { bytes in
      guard write(descriptor, bytes.baseAddress, bytes.count) == bytes.count else {
        throw failure("write")
      }
    }
  }

  private func failure(_ verb: String) -> TransportError {
    TransportError(.inputOutput, "cannot \(verb) '\(path)': \(TransportError.reason(errno))")
  }
}
