import Logging
import SFCore
import SFRun
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A pipeline with foreign programs: segments in threads, programs as processes, pipes between.
struct BacktestProcesses {
  private var jobs: [BacktestJob] = []
  private var processes: [ForeignProcess] = []
  /// Each job closes its writing end when it ends: at the end of this pipe all have ended.
  private let lives: Pipe
  private let log: Logger

  /// Starts everything; the first command reads standard input.
  init(_ parts: [BacktestPart], _ log: Logger) throws {
    self.log = log
    lives = try Pipe()
    // A process that ends early must not end this one too.
    signal(SIGPIPE, SIG_IGN)
    var input: Int32 = 0
    var rest = parts[...]
    while !rest.isEmpty {
      let isProcess = rest.first?.isProcess == true
      let segment = isProcess ? rest.prefix(1) : rest.prefix { !$0.isProcess }
      rest = rest.dropFirst(segment.count)
      let pipe = rest.isEmpty ? nil : try Pipe()
      let output = pipe?.writing ?? 1
      if case .process(let words) = segment.first {
        try start(try ForeignProcess(words, input: input, output: output))
        for descriptor in [input, output] where descriptor > 1 { close(descriptor) }
      } else {
        try start(BacktestSegment(segment, input: input, output: output), closing: [input, output])
      }
      input = pipe?.reading ?? -1
    }
    close(lives.writing)
  }

  private mutating func start(_ segment: BacktestSegment, closing descriptors: [Int32]) throws {
    let descriptors = descriptors.filter { $0 > 1 } + [try life()]
    jobs.append(try BacktestJob(closing: descriptors, log) { try segment.run() })
  }

  private mutating func start(_ process: ForeignProcess) throws {
    processes.append(process)
    process.endWithThisOne()
    jobs.append(
      try BacktestJob(closing: [try life()], log) {
        process.waitForEnd()
        return .done
      })
  }

  private func life() throws -> Int32 {
    let descriptor = fcntl(lives.writing, F_DUPFD_CLOEXEC, 3)
    guard descriptor >= 0 else {
      throw TransportError(.inputOutput, "cannot make a pipe: \(TransportError.reason(errno))")
    }
    return descriptor
  }

  /// Waits for the end of all and gives the status of the last that failed.
  func run() -> ExitStatus {
    waitForEnd()
    // What stands last counts last, as with pipefail.
    var status = ExitStatus.done
    for job in jobs {
      let own = job.wait()
      if own != .done { status = own }
    }
    Interruption.unwatch()
    for process in processes {
      if let failure = process.wait() {
        log.error("\(failure)")
        if status == .done { status = .unavailable }
      }
    }
    return status == .done && Interruption.isRequested ? Interruption.exitStatus : status
  }

  /// Hands an interruption on to the processes; segments see it by themselves. What does not end
  /// by it is ended with this process after the grace.
  private func waitForEnd() {
    var awaited = WaitSet(stop: Interruption.descriptor)
    awaited.watch(lives.reading, .reading)
    awaited.wait()
    if awaited.isStopped, let signal = Interruption.signal {
      for process in processes { process.forward(signal) }
    }
    awaited = WaitSet()
    awaited.watch(lives.reading, .reading)
    awaited.wait()
  }
}
