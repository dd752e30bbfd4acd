import Logging
import SFCommands
import SFCore
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The trials of a sweep from the first to the last: what is finished is skipped, what fails is
/// counted, what is done goes to its place.
final class SweepRun {
  private let sweep: Sweep
  private let log: Logger
  private let file: ResultsFile?
  private let lines: DescriptorSink?
  private let jobs: DescriptorSink?
  private var top: TopTable?
  private var failed = 0

  init(_ sweep: Sweep, _ output: ResultOptions, _ log: Logger) throws {
    self.sweep = sweep
    self.log = log
    top = try output.top.map { count throws(ConfigurationError) in
      try TopTable(output.by, count: count)
    }
    file = try output.results.map { try ResultsFile($0) }
    // A table for people and lines for programs do not share a terminal.
    lines = file == nil && top == nil ? try DescriptorSink(path: "-") : nil
    jobs = try output.joblog.map { try DescriptorSink(path: $0) }
  }

  func run(_ trials: [Trial]) throws -> ExitStatus {
    let finished = file?.finished ?? []
    let open =
      finished.isEmpty ? trials : trials.filter { !finished.contains(sweep.identity.id(of: $0)) }
    if open.count < trials.count {
      log.notice("trials that are finished: \(trials.count - open.count) of \(trials.count)")
    }
    try sweep.run(open) { [self] in try take($0) }
    if let top { print(top.text, terminator: "") }
    if failed > 0 { log.error("trials that failed: \(failed) of \(open.count)") }
    if Interruption.isRequested { return Interruption.exitStatus }
    return failed > 0 ? .found : .done
  }

  private func take(_ finished: Sweep.Finished) throws {
    let line = finished.result.line
    if case .failed = finished.result.outcome { failed += 1 }
    try file?.append(line)
    try lines?.write(text: line)
    try jobs?.write(
      text: "{\"id\":\"\(finished.result.id)\",\"seconds\":\(finished.seconds)}\n")
    top?.take(finished.result)
  }
}

extension DescriptorSink {
  func write(text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}
