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
/// is opened again, and its trial runs again. One sweep at a time writes: the file is locked.
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
    try cutTornLine()
    try readFinished()
  }

  deinit { close(descriptor) }

  /// Cuts what stands behind the last line feed.
  private func cutTornLine() throws {
    let size = lseek(descriptor, 0, SEEK_END)
    guard size > 0 else { return }
    var end = size
    var byte: UInt8 = 0
    while end > 0, pread(descriptor, &byte, 1, end - 1) == 1, byte != 10 { end -= 1 }
    guard end == size || ftruncate(descriptor, end) == 0 else { throw failure("cut") }
  }

  private func readFinished() throws {
    var reader = LineReader(try Endpoint.open(raw: path))
    while true {
      if let line = try reader.next() {
        // Why it is no JSON is beside the point: this is no file of results.
        guard let value = try? JSONValue(line), let id = value["id"]?.string else {
          throw StageError(
            .badData, "\(path):\(reader.lineNumber): found no result of a trial",
            help: "give --results a file of its own")
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
