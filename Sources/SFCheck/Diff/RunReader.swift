import SFCore
import SFRun
import SFWire

/// A stream step by step, with the bytes of its lines.
package final class RunReader {
  /// A line as it stands in the file.
  struct Entry {
    let type: LineType
    /// From 1.
    let number: Int
    let bytes: Range<Int>
  }

  /// The lines up to a mark, or behind the last one.
  struct Lines {
    /// The time of the mark; `nil` for what stands behind the last one.
    var ts: Timestamp?
    var entries: [Entry] = []
    /// All lines, each with its line feed.
    var bytes: [UInt8] = []

    func text(_ entry: Entry) -> String {
      String(decoding: bytes[entry.bytes].dropLast(), as: UTF8.self)
    }

    fileprivate mutating func removeAll() {
      ts = nil
      entries.removeAll(keepingCapacity: true)
      bytes.removeAll(keepingCapacity: true)
    }
  }

  private var reader: LineReader
  private var decoder = LineDecoder()
  package private(set) var header = Header()
  private(set) var lines = Lines()

  package init(_ source: any ByteSource) { reader = LineReader(source) }

  /// Whether the stream goes on behind what has been read to its end.
  package var isOpen: Bool { reader.source.isOpen }

  /// What messages call the run.
  package var name: String { reader.source.name }

  /// Reads the next step; `false` when there is no line any more.
  func next() throws -> Bool {
    lines.removeAll()
    while true {
      do {
        guard let line = try nextLine() else { break }
        let envelope = try decoder.envelope(of: line)
        if envelope.type == .header {
          header = try HeaderLine.read(line).header
          continue
        }
        let start = lines.bytes.count
        lines.bytes.append(contentsOf: line.bytes)
        lines.entries.append(
          Entry(
            type: envelope.type, number: reader.lineNumber,
            bytes: start..<lines.bytes.count))
        guard envelope.type != .mark else {
          lines.ts = envelope.ts
          return true
        }
      } catch let error as WireError {
        let place = reader.source.place(ofLine: reader.lineNumber)
        throw InputError(error, file: place.file, line: place.line)
      }
    }
    return !lines.entries.isEmpty
  }

  /// Fails at a line of the step that is no JSON; who compares looks into lines that differ only.
  func checkLines() throws {
    for entry in lines.entries {
      do {
        _ = try Line.withLine(of: Array(lines.text(entry).utf8)) { try JSONValue($0) }
      } catch let error as WireError {
        let place = reader.source.place(ofLine: entry.number)
        throw InputError(error, file: place.file, line: place.line)
      }
    }
  }

  private func nextLine() throws -> Line? {
    while true {
      if let line = try reader.next() { return line }
      if try !reader.fill() { return nil }
    }
  }
}
