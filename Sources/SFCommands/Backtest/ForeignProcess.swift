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
  private let identifier: pid_t

  /// Starts `words` with these descriptors as standard input and output.
  init(_ words: [String], input: Int32, output: Int32) throws {
    name = words.joined(separator: " ")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The program is to end by SIGPIPE as in any shell, though this process ignores it.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var identifier: pid_t = 0
    let failure = posix_spawnp(
      &identifier, words[0], &actions, &attributes, &arguments, environ)
    guard failure == 0 else {
      throw TransportError(
        .noInput, "cannot start '\(words[0])': \(TransportError.reason(failure))")
    }
    self.identifier = identifier
  }

  /// Waits for the end; the process can still be signalled until `wait` is called.
  func waitForEnd() {
    var information = siginfo_t()
    while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
  }

  /// Sees to it that the program does not go on when this process is ended at once.
  func endWithThisOne() { Interruption.watch(identifier) }

  /// Hands on the signal that is to end the run.
  func forward(_ signal: Int32) { kill(identifier, signal) }

  /// Waits for the end; says how it failed, `nil` when it did not, or when it was interrupted.
  func wait() -> String? {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    if signal == SIGPIPE || Interruption.isRequested { return nil }
    if signal != 0 { return "'\(name)' was ended by signal \(signal)" }
    let code = (status >> 8) & 0xFF
    return code == 0 ? nil : "'\(name)' ended with status \(code)"
  }
}
