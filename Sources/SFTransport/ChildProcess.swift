import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that is started with pipes at its input, output and error output.
///
/// All three are served by one loop: bytes are written while there is room and
/// read while there are some, so that a full pipe never stops both sides.
package final class ChildProcess {
  package private(set) var output: [UInt8] = []
  package private(set) var errors: [UInt8] = []
  /// The exit status, 128 + n when signal n ended it; `nil` while it runs.
  package private(set) var status: Int32?

  private let id: pid_t
  private var toInput: Int32
  private var fromOutput: Int32
  private var fromErrors: Int32
  private var waiting: ArraySlice<UInt8> = []
  private var closesInput = false

  /// What of the output is kept at most: enough for any probe.
  private static let mostOutput = 256 << 20
  private static let mostErrors = 64 << 10

  /// Starts a program with arguments; without a slash it is looked for on the PATH.
  package init(_ command: [String]) throws(TransportError) {
    // A program that does not read must not end this one.
    signal(SIGPIPE, SIG_IGN)
    let (input, output, errors) = (try Self.pipe(), try Self.pipe(), try Self.pipe())
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.read, 0)
    posix_spawn_file_actions_adddup2(&actions, output.write, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.write, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var standard = sigset_t()
    sigemptyset(&standard)
    sigaddset(&standard, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &standard)
    var unblocked = sigset_t()
    sigemptyset(&unblocked)
    posix_spawnattr_setsigmask(&attributes, &unblocked)
    // A group of its own, so that what it started can be ended with it.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var started: pid_t = 0
    let problem = posix_spawnp(&started, command[0], &actions, &attributes, &arguments, environ)
    for descriptor in [input.read, output.write, errors.write] { close(descriptor) }
    (id, toInput, fromOutput, fromErrors) = (started, input.write, output.read, errors.read)
    guard problem == 0 else {
      for descriptor in [toInput, fromOutput, fromErrors] { close(descriptor) }
      status = 127
      let isMissing = problem == ENOENT || problem == ENOTDIR
      throw TransportError(
        isMissing ? .noInput : .unavailable,
        "cannot start '\(command[0])': \(TransportError.reason(problem))",
        help: isMissing ? "give the program behind --, for example: -- python3 stage.py" : nil)
    }
    for descriptor in [toInput, fromOutput, fromErrors] {
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
  }

  deinit {
    kill()
    for descriptor in [toInput, fromOutput, fromErrors] where descriptor >= 0 { close(descriptor) }
  }

  private static func pipe() throws(TransportError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else {
      throw TransportError(.unavailable, "cannot make a pipe: \(TransportError.reason(errno))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Gives bytes to its input, written as it takes them.
  package func give(_ bytes: [UInt8]) { waiting = ArraySlice(Array(waiting) + bytes) }

  /// Closes its input once all is written.
  package func closeInput() { closesInput = true }

  /// The last line that it wrote to its error output; empty when there is none.
  package var lastErrorLine: String {
    String(decoding: errors, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
  }

  /// Ends it, and what it started.
  package func kill() {
    guard status == nil else { return }
    _ = Glibc.kill(-id, SIGKILL)
    wait()
  }

  private func wait() {
    var raw: Int32 = 0
    while waitpid(id, &raw, 0) < 0, errno == EINTR {}
    let ending = raw & 0x7F
    status = ending == 0 ? (raw >> 8) & 0xFF : 128 + ending
  }

  /// Serves the pipes until `isDone` says so, all is closed, or nothing moved for `seconds`.
  ///
  /// Returns whether it ended for one of the first two reasons.
  package func serve(patience seconds: Int, until isDone: (ChildProcess) -> Bool) -> Bool {
    while true {
      if isDone(self) { return true }
      if waiting.isEmpty, closesInput, toInput >= 0 { shut(&toInput) }
      if fromOutput < 0, fromErrors < 0 {
        if status == nil { wait() }
        return true
      }
      var requests = [
        pollfd(fd: waiting.isEmpty ? -1 : toInput, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: fromOutput, events: Int16(POLLIN), revents: 0),
        pollfd(fd: fromErrors, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&requests, 3, Int32(seconds) * 1_000)
      if count == 0 { return false }
      if count < 0 { continue }
      if requests[0].revents != 0 { push() }
      if requests[1].revents != 0 { pull(&fromOutput, &output, Self.mostOutput) }
      if requests[2].revents != 0 { pull(&fromErrors, &errors, Self.mostErrors) }
    }
  }

  private func shut(_ descriptor: inout Int32) {
    close(descriptor)
    descriptor = -1
  }

  private func push() {
    let count = waiting.withUnsafeBytes { write(toInput, $0.baseAddress!, min($0.count, 1 << 16)) }
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
