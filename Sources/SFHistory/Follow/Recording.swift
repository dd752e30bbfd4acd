import SFCore
import SFRun
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What an origin has written before, which it is handed when it goes on: a directory of segments,
/// each a stream with its header and named by its first mark, `20260105T093100000.jsonl`.
package struct Recording {
  private let directory: String
  /// In the order of their marks.
  private let segments: [String]

  private static let suffix = ".jsonl"

  /// The directory itself, or that of a stage, whose segments are in `journal`.
  package init(_ path: String) throws(TransportError) {
    let journal = path + "/journal"
    directory = access(journal, F_OK) == 0 ? journal : path
    segments = try Self.entries(of: directory).filter { $0.hasSuffix(Self.suffix) }.sorted()
  }

  /// What the stream has said up to a mark: the last bar of each series, which the newest segments
  /// have; with `countsAll` how many lines there are in all, for which every segment is read.
  package func record(
    of series: [Series], upTo mark: Timestamp, countsAll: Bool
  ) throws -> MarketRecord {
    var record = MarketRecord(series, upTo: mark)
    for name in segments.reversed() {
      record.add(earlier: try part(of: "\(directory)/\(name)", series, upTo: mark))
      if record.isComplete, !countsAll { break }
    }
    return record
  }

  private func part(
    of segment: String, _ series: [Series], upTo mark: Timestamp
  ) throws -> MarketRecord {
    let source = WireSource(try Endpoint.open(input: segment))
    _ = try source.begin()
    var record = MarketRecord(series)
    var step = Step()
    var lines = ForwardedLines()
    let reads = LineTypes([.bar, .gap, .quote, .alert])
    while true {
      switch try source.next(&step, &lines, reads: reads, refuses: []) {
      case .lines: continue
      case .mark where step.ts <= mark: record.note(step)
      case .mark, .end, .cut, .open, .interrupted: return record
      }
    }
  }

  private static func entries(of path: String) throws(TransportError) -> [String] {
    guard let directory = opendir(path) else {
      throw TransportError(
        .noInput, "cannot read '\(path)': \(TransportError.reason(errno))",
        help: "--recorded is the directory of what the stream has so far")
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }
}
