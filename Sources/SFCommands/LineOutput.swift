import SFTool
import SFTransport
import SFWire
import SFRun

/// Bytes on their way to a reader: blocks while there is more to do, at once when there is not.
package final class LineOutput {
  private var buffer = ByteBuffer()
  private let sink: any ByteSink

  private static let block = 1 << 16

  package init(_ sink: any ByteSink) { self.sink = sink }

  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    buffer.append(bytes)
    if buffer.count >= Self.block { try flush() }
  }

  package func write(_ text: String) throws {
    buffer.append(text)
    if buffer.count >= Self.block { try flush() }
  }

  package func flush() throws {
    guard buffer.count > 0 else { return }
    try sink.write(buffer.bytes)
    buffer.removeFirst(buffer.count)
  }
}

/// The lines of one input, whatever they are: for tools that look at streams and are no stage.
package final class LineInput {
  package let name: String
  private var reader: LineReader
  private let output: LineOutput

  /// The lines of a file, or of standard input for `-`.
  package convenience init(path: String, output: LineOutput) throws {
    self.init(try Self.source(path: path), output: output)
  }

  /// The lines of a source that is open.
  package init(_ source: any ByteSource, output: LineOutput) {
    name = source.name
    reader = LineReader(source)
    self.output = output
  }

  /// Opens a file, or standard input for `-`.
  package static func source(path: String) throws -> any ByteSource {
    try Endpoint.open(
      input: path, stop: Interruption.descriptor,
      ifTerminal: UsageError(
        "found a terminal, expected a stream on standard input",
        help: "give a file, or a stream: sf-ingest bars.csv | …"))
  }

  package var lineNumber: Int { reader.lineNumber }

  /// The next line; what was written is flushed before it has to be waited for.
  package func next() throws -> Line? {
    while true {
      if let line = try reader.next() { return line }
      if !reader.source.isReady { try output.flush() }
      if try !reader.fill() { return nil }
    }
  }

  /// Whether the stream goes on behind what has been read to its end.
  package var isOpen: Bool { reader.source.isOpen }

  /// Where a line stands, as messages name it.
  package func place(ofLine line: Int) -> (file: String, line: Int) {
    reader.source.place(ofLine: line)
  }

  package func error(_ error: WireError) -> InputError {
    let place = place(ofLine: lineNumber)
    return InputError(error, file: place.file, line: place.line)
  }
}
