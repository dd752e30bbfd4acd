import SFCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// INT and TERM: the first asks to stop reading and drain, the second ends at once.
public enum Interruption {
  private static let received = Atomic<Int32>(0)
  private static let graceSeconds = Atomic<UInt32>(5)

  /// The signal that asked to stop; `nil` while none has.
  public static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  public static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// What to exit with after draining.
  public static var exitStatus: ExitStatus { signal == SIGINT ? .interrupted : .terminated }

  /// Installs the handlers; a drain that takes longer than `grace` seconds is ended.
  public static func install(grace: UInt32) {
    graceSeconds.store(grace, ordering: .relaxed)
    // A parent may have left SIGPIPE ignored; a filter ends by it.
    Glibc.signal(SIGPIPE, SIG_DFL)
    handle(SIGINT)
    handle(SIGTERM)
    handle(SIGALRM)
    // A parent with threads may have blocked them, which a child inherits.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGALRM] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Without SA_RESTART, so that a read that waits returns.
  private static func handle(_ number: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      if number == SIGALRM || Interruption.received.load(ordering: .relaxed) != 0 {
        let first = Interruption.received.load(ordering: .relaxed)
        _exit(128 + (number == SIGALRM ? first : number))
      }
      Interruption.received.store(number, ordering: .relaxed)
      alarm(Interruption.graceSeconds.load(ordering: .relaxed))
    }
    sigaction(number, &action, nil)
  }
}
