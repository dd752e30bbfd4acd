import SFTool
import SFTransport
import SFWire
import SFRun

/// The lines of `--trials`, one by one.
package struct TrialReader: ~Copyable {
  private var reader: LineReader
  private let name: String
  package private(set) var names: [String]?

  package init(_ path: String) throws {
    let source = try Endpoint.open(input: path, stop: Interruption.descriptor)
    name = source.name
    reader = LineReader(source)
  }

  /// The next trial; `nil` at the end.
  package mutating func next() throws -> Trial? {
    while true {
      if let trial = try nextHere() { return trial }
      if try !reader.fill() { return nil }
    }
  }

  /// The next trial that has arrived; `nil` when the next has to be waited for.
  package mutating func nextHere() throws -> Trial? {
    do throws(WireError) {
      guard let line = try reader.next() else { return nil }
      let trial = try TrialLines.read(line, names: names)
      names = names ?? trial.parameters.map(\.name)
      return trial
    } catch {
      throw InputError(error, file: name, line: reader.lineNumber)
    }
  }

  /// Waits for more; `false` at the end.
  package mutating func fill() throws -> Bool { try reader.fill() }
}
