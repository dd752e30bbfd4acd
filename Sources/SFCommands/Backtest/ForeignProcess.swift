import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program of the user's between two parts of a pipeline.
struct ForeignProcess {
  private let name: String
  private let process: ChildProcess

  /// Starts `words` with these descriptors as standard input and output.
  init(_ words: [String], input: Int32, output: Int32) throws {
    name = words.joined(separator: " ")
    var program = Program(words)
    program.input = .descriptor(input)
    program.output = .descriptor(output)
    do { process = try ChildProcess(program) } catch {
      throw TransportError(.noInput, error.message)
    }
  }

  /// Waits for the end; the process can still be signalled until `wait` is called.
  func waitForEnd() { process.waitForEnd() }

  /// Sees to it that the program does not go on when this process is ended at once.
  func endWithThisOne() { Interruption.watch(process.id) }

  /// Hands on the signal that is to end the run.
  func forward(_ signal: Int32) { process.send(signal) }

  /// Waits for the end; says how it failed, `nil` when it did not, or when it was interrupted.
  func wait() -> String? {
    let ending = process.wait()
    if ending == .signal(SIGPIPE) || Interruption.isRequested { return nil }
    switch ending {
    case .signal(let number): return "'\(name)' was ended by signal \(number)"
    case .status(0): return nil
    case .status(let status): return "'\(name)' ended with status \(status)"
    }
  }
}
