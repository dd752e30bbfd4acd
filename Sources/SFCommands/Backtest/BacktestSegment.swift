import Logging
import SFCore
import SFTool
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Parts that run as one chain, between two descriptors.
struct BacktestSegment {
  private let parts: ArraySlice<BacktestPart>
  private let input: Int32
  private let output: Int32

  init(_ parts: ArraySlice<BacktestPart>, input: Int32, output: Int32) {
    self.parts = parts
    self.input = input
    self.output = output
  }

  func run() throws -> ExitStatus {
    var links: [Chain.Link] = []
    var taps: [Tap] = []
    var last: (command: any StageCommand, log: Logger)?
    for part in parts {
      switch part {
      case .source, .process: break
      case .tee(let path): taps.append(Tap(after: links.count, to: try DescriptorSink(path: path)))
      case .stage(let stage):
        let log = try stage.talk.logger(type(of: stage).toolName)
        links.append(try stage.makeLink(log))
        last = (stage, log)
      }
    }
    let writesStream = last.map { type(of: $0.command).writesStream } ?? true
    if writesStream { taps.append(Tap(after: links.count, to: try sink())) }
    var chain = Chain(try source(), links, taps)
    let outcome: Chain.Outcome
    do {
      outcome = try chain.run()
    } catch let error as TransportError where error == .closedPipe && output != 1 {
      // The process behind has ended; its own status says whether it should have.
      return .done
    }
    guard let last else { return ExitStatus(outcome) }
    return try last.command.conclude(chain.stages[links.count - 1], outcome, last.log)
  }

  private func sink() throws -> DescriptorSink {
    if output == 1, let path = parts.last?.stream?.output, path != "-" {
      return try DescriptorSink(path: path)
    }
    return DescriptorSink(output, name: "standard output", isOwned: output != 1)
  }

  private func source() throws -> any StepSource {
    switch parts.first {
    case .source(let command):
      return try command.makeSource(try command.talk.logger(type(of: command).toolName))
    case .stage(let stage):
      let log = try stage.talk.logger(type(of: stage).toolName)
      let source =
        stage.inputPath == "-"
        ? DescriptorSource(input, name: "-", isOwned: input != 0) { Interruption.isRequested }
        : try DescriptorSource(path: stage.inputPath) { Interruption.isRequested }
      return WireSource(source, policy: stage.stream.errors.policy, log: log)
    case .tee, .process, nil:
      let source = DescriptorSource(input, name: "-", isOwned: input != 0) {
        Interruption.isRequested
      }
      return WireSource(source, log: Logger(label: "sf-backtest"))
    }
  }
}

/// A segment in a thread of its own.
final class BacktestJob {
  private var thread = pthread_t()

  /// What the thread is handed, and what it leaves behind.
  private final class State {
    let segment: BacktestSegment
    let log: Logger
    var status = ExitStatus.done
    init(_ segment: BacktestSegment, _ log: Logger) {
      self.segment = segment
      self.log = log
    }
  }

  private let state: State

  init(_ segment: BacktestSegment, _ log: Logger) throws {
    state = State(segment, log)
    let handle = Unmanaged.passRetained(state).toOpaque()
    let failure = pthread_create(
      &thread, nil,
      { handle in
        guard let handle else { return nil }
        let state = Unmanaged<State>.fromOpaque(handle).takeRetainedValue()
        do {
          state.status = try state.segment.run()
        } catch {
          state.status = Tool.report(error, state.log)
        }
        return nil
      }, handle)
    guard failure == 0 else {
      throw TransportError(.tryAgain, "cannot start a thread: \(TransportError.reason(failure))")
    }
  }

  /// Waits for the end of the segment, and gives its status.
  func wait() -> ExitStatus {
    pthread_join(thread, nil)
    return state.status
  }
}
