import SFCore
import SFRun
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The process of a stage, and the pipes by which it reads, writes and speaks.
final class ServedChild {
  let process: ChildProcess
  let stream: ChildStream
  /// What it writes, and what it says to people.
  let output: Int32
  let errors: Int32
  /// Can be read once it has ended.
  let end: Int32
  private let source: DescriptorSource
  /// Whether its output, or what it says to people, has come to its end.
  var isSilent = false
  var isMute = false

  var pid: pid_t { process.id }

  /// Starts a stage that writes behind a mark. `inputs` gets the writing ends of the pipes of its
  /// inputs, which whoever writes to them closes.
  init(
    _ plan: StagePlan, variables: [(name: String, value: String?)], writesBehind mark: Timestamp?,
    inputs: inout [Int32]
  ) throws {
    let (output, errors) = (try Pipe(), try Pipe())
    var given: [Int32] = []
    defer { for descriptor in given + [output.writing, errors.writing] { close(descriptor) } }
    do {
      for _ in plan.inputs {
        let pipe = try Pipe()
        given.append(pipe.reading)
        inputs.append(pipe.writing)
        _ = fcntl(pipe.writing, F_SETFL, O_NONBLOCK)
      }
      process = try ChildProcess(
        Self.program(plan, variables, given, output.writing, errors.writing))
      end = try process.endDescriptor()
    } catch {
      for descriptor in inputs + [output.reading, errors.reading] { close(descriptor) }
      inputs = []
      throw error
    }
    (self.output, self.errors) = (output.reading, errors.reading)
    _ = fcntl(errors.reading, F_SETFL, O_NONBLOCK)
    source = DescriptorSource(output.reading, name: plan.name, isOwned: true)
    stream = ChildStream(source, name: plan.name, behind: mark)
  }

  deinit {
    close(errors)
    close(end)
  }

  private static func program(
    _ plan: StagePlan, _ variables: [(name: String, value: String?)], _ inputs: [Int32],
    _ output: Int32, _ errors: Int32
  ) -> Program {
    // The first input is the standard input, the second the descriptor 3, and so on.
    let paths = plan.inputs.dropFirst().enumerated().map { place, input in
      (name: input.name, path: "/dev/fd/\(place + 3)")
    }
    var program = Program(plan.words(withPaths: paths))
    program.input = inputs.first.map(Program.Stream.descriptor) ?? .nothing
    program.output = .descriptor(output)
    program.errors = .descriptor(errors)
    program.further = Array(inputs.dropFirst())
    program.leadsGroup = true
    program.hidden = variables.filter { $0.value == nil }.map(\.name)
    program.environment = variables.compactMap { name, value in value.map { (name, $0) } }
    return program
  }

  /// Whether something of what it writes, or its end, can be read at once.
  var isReady: Bool { source.isReady }

  /// Hands what it has said to people to its log; `false` when it will say no more.
  func hear(_ log: StageLog) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 16) { buffer in
      while true {
        let count = read(errors, buffer.baseAddress, buffer.count)
        if count > 0 {
          log.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } else if count == 0 || errno != EINTR {
          return count != 0 && errno == EAGAIN
        }
      }
    }
  }
}
