import SFCore
import SFTransport
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
  /// A pipe that holds a byte once a signal has come; nobody reads it.
  private static let reading = Atomic<Int32>(-1)
  private static let writing = Atomic<Int32>(-1)

  /// The signal that asked to stop; `nil` while none has.
  public static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  public static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// Readable from the first signal on, in every thread; -1 before `install`.
  public static var descriptor: Int32 { reading.load(ordering: .relaxed) }

  /// Processes that must not outlive this one when it is ended at once: in memory that the handler
  /// can read, each written before the count says that it is there.
  private static let most = 64
  private nonisolated(unsafe) static let wards = UnsafeMutablePointer<pid_t>.allocate(
    capacity: most)
  private static let wardCount = Atomic<Int>(0)

  /// Has a process ended, by KILL, where this one is ended without having drained: it has been
  /// asked before. For a process that has not been waited for; called from one thread.
  public static func watch(_ process: pid_t) {
    let count = wardCount.load(ordering: .acquiring)
    guard count < most else { return }
    wards[count] = process
    wardCount.store(count + 1, ordering: .releasing)
  }

  /// Forgets all processes, before they are waited for and their numbers may be those of others.
  public static func unwatch() { wardCount.store(0, ordering: .releasing) }

  /// What to exit with after draining.
  public static var exitStatus: ExitStatus { signal == SIGINT ? .interrupted : .terminated }

  /// Installs the handlers; a drain that takes longer than `grace` seconds is ended.
  public static func install(grace: UInt32) throws(TransportError) {
    graceSeconds.store(grace, ordering: .relaxed)
    if descriptor < 0 { try openPipe() }
    // A parent may have left SIGPIPE ignored; a filter ends by it.
    Glibc.signal(SIGPIPE, SIG_DFL)
    handle(SIGINT)
    handle(SIGTERM)
    handle(SIGALRM)
    unblock()
  }

  /// A parent may have left them blocked, as the threads of many runtimes do.
  private static func unblock() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGALRM] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static func openPipe() throws(TransportError) {
    let pipe = try Pipe()
    writing.store(pipe.writing, ordering: .relaxed)
    reading.store(pipe.reading, ordering: .relaxed)
  }

  /// Without SA_RESTART, so that a read that waits returns.
  private static func handle(_ number: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      if number == SIGALRM || Interruption.received.load(ordering: .relaxed) != 0 {
        let first = Interruption.received.load(ordering: .relaxed)
        for index in 0..<Interruption.wardCount.load(ordering: .acquiring) {
          kill(Interruption.wards[index], SIGKILL)
        }
        _exit(128 + (number == SIGALRM ? first : number))
      }
      Interruption.received.store(number, ordering: .relaxed)
      var byte: UInt8 = 0
      _ = write(Interruption.writing.load(ordering: .relaxed), &byte, 1)
      alarm(Interruption.graceSeconds.load(ordering: .relaxed))
    }
    sigaction(number, &action, nil)
  }
}
