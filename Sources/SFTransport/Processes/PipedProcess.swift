import CProcess
import SFCore
import SFRun

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that is started with pipes at its input, output and error output.
///
/// All three are served by one loop: bytes are written while there is room and
/// read while there are some, so that a full pipe never stops both sides.
public final class PipedProcess {
  public private(set) var output: [UInt8] = []
  public private(set) var errors: [UInt8] = []

  /// The exit status, 128 + n when signal n ended it; `nil` while it runs.
  public var status: Int32? { child.ending?.shellStatus }

  private let child: ChildProcess
  private let clock: any Clock
  private var awaited = WaitSet()
  private var toInput: Int32
  private var fromOutput: Int32
  private var fromErrors: Int32
  private var waiting: ArraySlice<UInt8> = []
  private var closesInput = false

  /// What of the output is kept at most: enough for any probe.
  private static let mostOutput = 256 << 20
  private static let mostErrors = 64 << 10

  /// Starts a program with arguments, in a group of its own, so that what it starts ends with it.
  public init(_ words: [String], _ clock: any Clock) throws {
    self.clock = clock
    let (input, output, errors) = (try Pipe(), try Pipe(), try Pipe())
    defer { for end in [input.reading, output.writing, errors.writing] { close(end) } }
    (toInput, fromOutput, fromErrors) = (input.writing, output.reading, errors.reading)
    var program = Program(words)
    program.input = .descriptor(input.reading)
    program.output = .descriptor(output.writing)
    program.errors = .descriptor(errors.writing)
    program.leadsGroup = true
    do { child = try ChildProcess(program) } catch {
      for descriptor in [toInput, fromOutput, fromErrors] { close(descriptor) }
      throw error
    }
    for descriptor in [toInput, fromOutput, fromErrors] {
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
    for descriptor in [fromOutput, fromErrors] { awaited.watch(descriptor, .reading) }
  }

  deinit {
    kill()
    for descriptor in [toInput, fromOutput, fromErrors] where descriptor >= 0 { close(descriptor) }
  }

  /// Gives bytes to its input, written as it takes them.
  public func give(_ bytes: [UInt8]) { waiting = ArraySlice(Array(waiting) + bytes) }

  /// Closes its input once all is written.
  public func closeInput() { closesInput = true }

  /// The last line that it wrote to its error output; empty when there is none.
  public var lastErrorLine: String {
    String(decoding: errors, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
  }

  /// Ends it, and what it started.
  public func kill() {
    guard child.ending == nil else { return }
    child.send(SIGKILL)
    child.wait()
  }

  /// Serves the pipes until `isDone` says so, all is closed, or nothing moved for as long as
  /// `patience` says.
  ///
  /// Returns whether it ended for one of the first two reasons.
  public func serve(patience: TimeSpan, until isDone: (PipedProcess) -> Bool) -> Bool {
    while true {
      if isDone(self) { return true }
      if waiting.isEmpty, closesInput, toInput >= 0 { shut(&toInput) }
      if fromOutput < 0, fromErrors < 0 {
        child.wait()
        return true
      }
      if toInput >= 0 { awaited.watch(toInput, waiting.isEmpty ? [] : .writing) }
      guard awaited.wait(until: clock.now + patience, clock) else { return false }
      if awaited.isReady(toInput) { push() }
      if awaited.isReady(fromOutput) { pull(&fromOutput, &output, Self.mostOutput) }
      if awaited.isReady(fromErrors) { pull(&fromErrors, &errors, Self.mostErrors) }
    }
  }

  private func shut(_ descriptor: inout Int32) {
    awaited.watch(descriptor, [])
    close(descriptor)
    descriptor = -1
  }

  private func push() {
    // A program that does not read must not end this one.
    let count = waiting.withUnsafeBytes {
      process_write(toInput, $0.baseAddress, min($0.count, 1 << 16))
    }
    if count > 0 {
      waiting = waiting.dropFirst(count)
    } else if errno != EAGAIN, errno != EINTR {
      // It does not read any more; what is left of its output says what that means.
      waiting = []
      shut(&toInput)
    }
  }

  private func pull(_ descriptor: inout Int32, _ bytes: inout [UInt8], _ most: Int) {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      let count = read(descriptor, buffer.baseAddress!, buffer.count)
      if count > 0 {
        if bytes.count + count <= most { bytes += buffer[..<count] }
      } else if count == 0 || errno != EAGAIN && errno != EINTR {
        shut(&descriptor)
      }
    }
  }
}
