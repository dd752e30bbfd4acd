import SFCore
import SFRun
import SFStrategy
import SFTransport
import SFWire

/// The lines of a run that has stopped, as far as another goes on with it.
enum CarriedRun {
  /// Reads what a run of sf-strategy wrote, and before it what that had carried over itself.
  static func read(_ path: String) throws -> CarryReading {
    var runs: [(path: String, source: WireSource, header: Header)] = []
    var next: String? = path
    while let path = next {
      guard !runs.contains(where: { $0.path == path }) else {
        throw ConfigurationError("--carry", "goes in a circle: '\(path)' carries itself over")
      }
      let source = WireSource(try Endpoint.open(input: path))
      let header =
        switch try source.begin() {
        case .read(_, let header), .made(let header): header
        }
      runs.append((path, source, header))
      next = header.carried
    }
    // The oldest first; the first of the list is the one that was asked for.
    var before: CarriedBook?
    for run in runs.dropFirst().reversed() {
      before = try read(run.path, run.source, run.header, behind: before).book
    }
    return try read(path, runs[0].source, runs[0].header, behind: before)
  }

  private static func read(
    _ path: String, _ source: WireSource, _ header: Header, behind before: CarriedBook?
  ) throws -> CarryReading {
    do {
      return try lines(source, CarryReading(header, behind: before))
    } catch let error as StageError {
      throw StageError(error.exitStatus, "'\(path)': \(error.message)", help: error.help)
    }
  }

  /// Takes the lines up to the last mark, and the closing lines where there is an end.
  private static func lines(
    _ source: WireSource, _ reading: CarryReading
  ) throws -> CarryReading {
    var reading = reading
    var step = Step()
    var lines = ForwardedLines()
    while true {
      switch try source.next(&step, &lines, reads: CarryReading.reads, refuses: []) {
      case .lines: continue
      case .mark: try reading.take(step)
      case .end:
        try reading.take(step)
        return reading
      case .cut, .open, .interrupted: return reading
      }
    }
  }
}
