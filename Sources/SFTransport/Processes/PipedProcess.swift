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

  /// How `serve` came to its end.
  public enum Served: Equatable, Sendable {
    /// `isDone` said so, or the program has closed all.
    case done
    /// Nothing moved, or its end did not come though its input was long taken.
    case stuck
    /// It wrote more than it may.
    case tooMuch
  }

  private let child: ChildProcess
  private let clock: any Clock
  private var awaited = WaitSet()
  private var toInput: Int32
  private var fromOutput: Int32
  private var fromErrors: Int32
  private var waiting: ArraySlice<UInt8> = []
  private var closesInput = false
  /// The bytes that it was given.
  private var given = 0
  private var hasWrittenTooMuch = false
  /// When it last took some of its input.
  private var lastTaken: Moment

  private let mostOutput: Int?
  private static let mostErrors = 64 << 10

  /// How many times as long as nothing may move a program may go on behind its input.
  private static let longestEnd: Int64 = 10

  /// Starts a program with arguments, in a group of its own, so that what it starts ends with it.
  ///
  /// It may write as many bytes as that, or, for `nil`, a hundred times its input and 32 MiB.
  public init(_ words: [String], _ clock: any Clock, mostOutput: Int? = nil) throws {
    self.clock = clock
    self.mostOutput = mostOutput
    lastTaken = clock.now
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
  public func give(_ bytes: [UInt8]) {
    given += bytes.count
    waiting = ArraySlice(Array(waiting) + bytes)
  }

  /// What it may write.
  private var allowance: Int { mostOutput ?? 100 * given + 32 << 20 }

  /// What is wrong with a program that writes too much, for people.
  public var excess: String {
    "found more than \(allowance >> 20) MiB of output for \(given) bytes of input"
  }

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
  /// `patience` says; or ten times as long since it last took some of its input, whatever it writes.
  public func serve(patience: TimeSpan, until isDone: (PipedProcess) -> Bool) -> Served {
    let longest = TimeSpan(milliseconds: Self.longestEnd * patience.milliseconds)
    while true {
      if hasWrittenTooMuch { return .tooMuch }
      if isDone(self) { return .done }
      if waiting.isEmpty, closesInput, toInput >= 0 { shut(&toInput) }
      if fromOutput < 0, fromErrors < 0 {
        child.wait()
        return .done
      }
      if toInput >= 0 { awaited.watch(toInput, waiting.isEmpty ? [] : .writing) }
      let (now, end) = (clock.now, lastTaken + longest)
      guard now < end, awaited.wait(until: min(now + patience, end), clock) else { return .stuck }
      if awaited.isReady(toInput) { push() }
      if awaited.isReady(fromOutput), !pull(&fromOutput, &output, allowance) {
        hasWrittenTooMuch = true
      }
      if awaited.isReady(fromErrors) { _ = pull(&fromErrors, &errors, Self.mostErrors) }
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
      lastTaken = clock.now
    } else if errno != EAGAIN, errno != EINTR {
      // It does not read any more; what is left of its output says what that means.
      waiting = []
      shut(&toInput)
    }
  }

  /// Takes what there is; `false` where that would be more than may be kept, which is then lost.
  private func pull(_ descriptor: inout Int32, _ bytes: inout [UInt8], _ most: Int) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      let count = read(descriptor, buffer.baseAddress!, buffer.count)
      if count > 0 {
        guard bytes.count + count <= most else { return false }
        bytes += buffer[..<count]
      } else if count == 0 || errno != EAGAIN && errno != EINTR {
        shut(&descriptor)
      }
      return true
    }
  }
}
