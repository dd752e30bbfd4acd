import SFCore
import SFTool
import SFWire

/// A stream step by step, with the bytes of its lines.
final class RunReader {
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

  let name: String
  private let input: LineInput
  private var decoder = LineDecoder()
  private(set) var header = Header()
  private(set) var lines = Lines()

  init(path: String, _ output: LineOutput) throws {
    input = try LineInput(path: path, output: output)
    name = input.name
  }

  /// Reads the next step; `false` when there is no line any more.
  func next() throws -> Bool {
    lines.removeAll()
    while let line = try input.next() {
      do {
        let envelope = try decoder.envelope(of: line)
        if envelope.type == .header {
          header = try HeaderLine.read(line).header
          continue
        }
        let start = lines.bytes.count
        lines.bytes.append(contentsOf: line.bytes)
        lines.entries.append(
          Entry(
            type: envelope.type, number: input.lineNumber,
            bytes: start..<lines.bytes.count))
        guard envelope.type != .mark else {
          lines.ts = envelope.ts
          return true
        }
      } catch {
        throw input.error(error)
      }
    }
    return !lines.entries.isEmpty
  }
}
