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

  init(_ text: PipelineText, name: String) throws {
    parts = try text.commands.map(BacktestPart.init)
    input = text.input
    output = text.output
    for (index, part) in parts.enumerated() {
      let place = text.commands[index].place
      let tool = text.commands[index].words[0]
      if index > 0, case .source = part {
        throw PipelineText.Failure(
          place: place, message: "found \(tool) behind '|', expected it at the start")
      }
      if index > 0, case .stage(let stage) = part, stage.inputPath != "-" {
        throw PipelineText.Failure(
          place: place, message: "found \(tool) reading '\(stage.inputPath)' behind '|'")
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
    Interruption.install(grace: grace)
    if let output { try Self.redirectStandardOutput(to: output) }
    let segments = parts.split(maxSplits: .max, omittingEmptySubsequences: false) { $0.isProcess }
    guard segments.count > 1 else {
      return try BacktestSegment(segments[0], input: try firstInput(), output: 1).run()
    }
    // A process that ends early must not end this one too.
    signal(SIGPIPE, SIG_IGN)
    return try runWithProcesses(segments.map(Array.init), log)
  }

  private func firstInput() throws -> Int32 {
    guard let input else { return 0 }
    let descriptor = open(input, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw TransportError(.noInput, "cannot read '\(input)': \(TransportError.reason(errno))")
    }
    return descriptor
  }

  private static func redirectStandardOutput(to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0, dup2(descriptor, 1) == 1 else {
      throw TransportError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
    close(descriptor)
  }

  /// Segments run in threads, joined by pipes and the processes between them.
  private func runWithProcesses(
    _ segments: [[BacktestPart]], _ log: Logger
  ) throws -> ExitStatus {
    let programs = parts.compactMap { part in
      if case .process(let words) = part { words } else { nil }
    }
    var reading = try firstInput()
    var jobs: [BacktestJob] = []
    var processes: [ForeignProcess] = []
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      // A segment without parts is a plain pipe from process to process.
      if !segment.isEmpty {
        let pipe = isLast ? nil : try Pipe()
        let job = BacktestSegment(segment[...], input: reading, output: pipe?.writing ?? 1)
        jobs.append(try BacktestJob(job, log))
        reading = pipe?.reading ?? -1
      }
      guard !isLast else { break }
      let isOutput = index == segments.count - 2 && segments[index + 1].isEmpty
      let pipe = isOutput ? nil : try Pipe()
      processes.append(
        try ForeignProcess(programs[index], input: reading, output: pipe?.writing ?? 1))
      if let pipe { close(pipe.writing) }
      if reading > 0 { close(reading) }
      reading = pipe?.reading ?? -1
    }
    // What stands last counts last, as with pipefail.
    var status = ExitStatus.done
    for job in jobs {
      let own = job.wait()
      if own != .done { status = own }
    }
    for process in processes {
      if let failure = process.wait() {
        log.error("\(failure)")
        if status == .done { status = .unavailable }
      }
    }
    return status
  }
}

/// Two ends of a pipe that no process inherits unless it is handed one.
struct Pipe {
  let reading: Int32
  let writing: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0, fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0,
      fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0
    else {
      throw TransportError(.inputOutput, "cannot make a pipe: \(TransportError.reason(errno))")
    }
    (reading, writing) = (ends[0], ends[1])
  }
}
