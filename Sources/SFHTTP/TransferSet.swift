import CCurl
import SFRun

/// Transfers that are under way, in one thread: libcurl moves their bytes, and says what it waits
/// for; the wait set does the waiting.
final class TransferSet {
  private let multi: UnsafeMutableRawPointer
  private let clock: any Clock
  private let stop: Int32
  /// What else is waited for, which is not the library's.
  private var callers: [Int32] = []
  private let awaited: Awaited
  private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]

  /// What the library waits for; it is told of it by functions that are handed this object.
  private final class Awaited {
    var waits: WaitSet
    /// When the library wants to be asked, whatever has come; `nil` when it does not.
    var due: Moment?
    let clock: any Clock

    init(stop: Int32, _ clock: any Clock) {
      waits = WaitSet(stop: stop)
      self.clock = clock
    }

    static func of(_ own: UnsafeMutableRawPointer?) -> Awaited {
      guard let own else { preconditionFailure("the library hands back what it was given") }
      return Unmanaged<Awaited>.fromOpaque(own).takeUnretainedValue()
    }

    /// Waits for a socket, at most until `deadline` or until the library wants to be asked.
    func wait(until deadline: Moment) -> Bool {
      // Said in full: `clock` alone may be a function of the C library to the compiler.
      waits.wait(until: min(deadline, due ?? .never), self.clock)
    }

    /// Takes the library's own words for what a socket is waited for.
    func watch(_ socket: Int32, _ wanted: Int32) {
      switch wanted {
      case CURL_POLL_IN: waits.watch(socket, .reading)
      case CURL_POLL_OUT: waits.watch(socket, .writing)
      case CURL_POLL_INOUT: waits.watch(socket, [.reading, .writing])
      default: waits.watch(socket, [])
      }
    }

    /// -1 takes back what was wanted.
    func wantsToBeAsked(in milliseconds: Int) {
      due = milliseconds < 0 ? nil : clock.now + .milliseconds(milliseconds)
    }
  }

  /// The library is made ready once in a process.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// No wait goes on once `stop` is readable; -1 never is.
  init(stop: Int32, _ clock: any Clock) throws(HTTPFailure) {
    guard Self.isReady, let multi = curl_multi_init() else {
      throw HTTPFailure(reason: "libcurl does not start", isPassing: false)
    }
    self.multi = multi
    self.stop = stop
    self.clock = clock
    awaited = Awaited(stop: stop, clock)
    try check(
      curl_multi_set_watchers(
        multi,
        { _, socket, wanted, own, _ in
          Awaited.of(own).watch(socket, wanted)
          return 0
        },
        { _, milliseconds, own in
          Awaited.of(own).wantsToBeAsked(in: milliseconds)
          return 0
        }, Unmanaged.passUnretained(awaited).toOpaque()))
  }

  deinit {
    for transfer in transfers.values { curl_multi_remove_handle(multi, transfer.handle) }
    curl_multi_cleanup(multi)
  }

  var isStopped: Bool { WaitSet.isReadable(stop) }

  /// Has waits end also when a descriptor can be read, which somebody else reads; each stays.
  func watch(_ descriptor: Int32) {
    callers.append(descriptor)
    awaited.waits.watch(descriptor, .reading)
  }

  /// Whether a descriptor that is watched beside could be read at the last wait.
  var isCalled: Bool { callers.contains { awaited.waits.isReady($0) } }

  func start(_ transfer: Transfer) throws(HTTPFailure) {
    guard curl_multi_add_handle(multi, transfer.handle) == CURLM_OK else {
      throw HTTPFailure(reason: "libcurl takes no further request", isPassing: false)
    }
    transfers[transfer.handle] = transfer
  }

  /// The next transfer that has ended, and how; `nil` at `deadline`, when the run is to stop, or
  /// when somebody else is called.
  func next(until deadline: Moment) throws(HTTPFailure) -> (transfer: Transfer, code: CURLcode)? {
    while true {
      try askWhereDue()
      if let ended = ended() { return ended }
      let hasCome = awaited.wait(until: deadline)
      if awaited.waits.isStopped { return nil }
      if hasCome {
        try goOn()
        if isCalled { return ended() }
      } else if clock.now >= deadline {
        return nil
      }
    }
  }

  /// Has the library move the bytes of the sockets that are ready.
  private func goOn() throws(HTTPFailure) {
    for (socket, readiness) in awaited.waits.ready where !callers.contains(socket) {
      var events: Int32 = 0
      if readiness.contains(.reading) { events |= CURL_CSELECT_IN }
      if readiness.contains(.writing) { events |= CURL_CSELECT_OUT }
      var running: Int32 = 0
      try check(curl_multi_socket_action(multi, socket, events, &running))
    }
  }

  private func askWhereDue() throws(HTTPFailure) {
    guard let due = awaited.due, clock.now >= due else { return }
    awaited.due = nil
    var running: Int32 = 0
    // In the library's words: no socket, but a time that has come.
    try check(curl_multi_socket_action(multi, -1, 0, &running))
  }

  private func ended() -> (Transfer, CURLcode)? {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
        let transfer = transfers.removeValue(forKey: handle)
      else { continue }
      // The message does not outlive the handle's place here.
      let code = curl_message_result(message)
      curl_multi_remove_handle(multi, handle)
      return (transfer, code)
    }
    return nil
  }

  private func check(_ code: CURLMcode) throws(HTTPFailure) {
    guard code != CURLM_OK else { return }
    throw HTTPFailure(reason: String(cString: curl_multi_strerror(code)), isPassing: false)
  }
}
