import Logging
import SFCore
import SFEngine
import SFTool
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A pipeline's text as chains of stages, with processes between them where the text names
/// programs that are not ours.
struct BacktestPlan {
  private let parts: [BacktestPart]
  private let input: String?
  private let output: String?
  /// All words of the text.
  private let words: [String]

  /// `file` is a configuration for all parts that name none.
  init(_ text: PipelineText, name: String, file: String?) throws {
    parts = try text.commands.map { try BacktestPart($0, file: file) }
    input = text.input
    output = text.output
    words = text.commands.flatMap(\.words)
    try BacktestGate.check(parts, text.commands)
    for (index, part) in parts.enumerated() {
      let place = text.commands[index].place
      let tool = text.commands[index].words[0]
      if index > 0, case .source = part {
        throw PipelineText.Failure(
          place: place, message: "found \(tool) behind '|', expected it at the start")
      }
      if index > 0, let path = part.inputPath, path != "-" {
        throw PipelineText.Failure(
          place: place, message: "found \(tool) reading '\(path)' behind '|'")
      }
      let isLast = index == parts.count - 1
      if !isLast, let path = part.stream?.output, path != "-" {
        throw PipelineText.Failure(
          place: place, message: "found \(tool) writing '\(path)' before '|'")
      }
      if !isLast, case .stage(let stage) = part, !type(of: stage).writesStream {
        throw PipelineText.Failure(
          place: place, message: "found \(tool) before '|', expected it at the end")
      }
    }
  }

  /// Runs all parts and gives the status of the last that failed.
  func run(_ log: Logger) throws -> ExitStatus {
    let grace = parts.compactMap(\.stream).first?.graceSeconds ?? 5
    try Interruption.install(grace: grace)
    try checkPlaces()
    if let input { try Self.redirect(try Endpoint.file(reading: input), to: 0, input) }
    guard parts.contains(where: \.isProcess) else {
      return try BacktestSegment(parts[...], input: 0, output: 1).run(atSource: redirectOutput)
    }
    try redirectOutput()
    return try BacktestProcesses(parts, log).run()
  }

  /// A text names files as a shell does: standard input and output it names by naming none.
  private func redirectOutput() throws {
    if let output { try Self.redirect(try Endpoint.file(writing: output), to: 1, output) }
  }

  /// Refuses a text of which one part would write to what another reads.
  private func checkPlaces() throws {
    let outputs = parts.compactMap(\.tee) + [output].compactMap(\.self)
    guard FilePlaces.mayMeet(words + outputs + [input].compactMap(\.self)) else { return }
    var places = FilePlaces(reads: [input ?? "-"], writes: outputs + (output == nil ? ["-"] : []))
    for part in parts {
      let own = try part.places
      places.reads += own.reads
      places.writes += own.writes
    }
    try places.check()
  }

  private static func redirect(_ descriptor: Int32, to standard: Int32, _ path: String) throws {
    defer { if descriptor != standard { close(descriptor) } }
    guard dup2(descriptor, standard) == standard else {
      throw TransportError(.inputOutput, "cannot open '\(path)': \(TransportError.reason(errno))")
    }
  }
}
