import SFCore
import SFRun
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A directory with the parts of a sweep: `plan`, which holds the id of each trial, and a file of
/// results for each part.
enum Parts {
  private static let plan = "plan"

  static func write(_ ids: [String], in directory: String) throws {
    guard mkdir(directory, 0o777) == 0 || errno == EEXIST else {
      throw TransportError(
        .cannotCreate, "cannot create '\(directory)': \(TransportError.reason(errno))")
    }
    try AtomicFile.write(ids.map { $0 + "\n" }.joined(), to: "\(directory)/\(plan)")
  }

  /// The lines of all parts in the order of the plan; refuses a plan that has not been fulfilled.
  static func merged(_ directory: String) throws -> [String] {
    let ids = try Endpoint.text(of: "\(directory)/\(plan)")
      .split(separator: "\n").map(String.init)
    var lines: [String: String] = [:]
    var doubled: [String] = []
    for name in try resultFiles(directory) {
      var reader = LineReader(try Endpoint.open(raw: "\(directory)/\(name)"))
      while true {
        if let line = try next(of: &reader, "\(directory)/\(name)") {
          let text = String(decoding: line.bytes, as: UTF8.self)
          let id = try id(of: line, "\(directory)/\(name)", reader.lineNumber)
          if lines.updateValue(text, forKey: id) != nil { doubled.append(id) }
        } else if try !reader.fill() {
          break
        }
      }
    }
    let missing = ids.filter { lines[$0] == nil }
    let foreign = lines.count - (ids.count - missing.count)
    guard missing.isEmpty, doubled.isEmpty, foreign == 0 else {
      throw Incomplete(
        directory: directory, trials: ids.count, missing: missing, doubled: doubled.sorted(),
        foreign: foreign)
    }
    return ids.compactMap { lines[$0] }
  }

  private static func next(
    of reader: inout LineReader, _ file: String
  ) throws(InputError) -> Line? {
    do { return try reader.next() } catch {
      throw InputError(error, file: file, line: reader.lineNumber)
    }
  }

  private static func id(
    of line: Line, _ file: String, _ number: Int
  ) throws(InputError) -> String {
    do throws(WireError) {
      if let id = try JSONValue(line)["id"]?.string { return id }
      throw WireError(column: 1, found: "no result of a trial", expected: "a line with an id")
    } catch { throw InputError(error, file: file, line: number) }
  }

  private static func resultFiles(_ directory: String) throws -> [String] {
    guard let stream = opendir(directory) else {
      throw TransportError(
        .noInput, "cannot read '\(directory)': \(TransportError.reason(errno))")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".jsonl") { names.append(name) }
    }
    return names.sorted()
  }

  /// What `collect` found: the exit status is 1.
  struct Incomplete: ReportableError {
    let directory: String
    let trials: Int
    let missing: [String]
    let doubled: [String]
    let foreign: Int

    var exitStatus: ExitStatus { .found }
    var message: String {
      let parts = [
        missing.isEmpty ? nil : "\(missing.count) missing, the first \(missing[0])",
        doubled.isEmpty ? nil : "\(doubled.count) there twice, the first \(doubled[0])",
        foreign == 0 ? nil : "\(foreign) of another plan",
      ]
      return "\(directory): found of \(trials) trials "
        + parts.compactMap(\.self).joined(separator: "; ")
    }
    var help: String? {
      missing.isEmpty ? nil : "run its script again: finished trials are skipped"
    }
  }
}
