#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What one waits for at once: descriptors, a moment of the clock, and that the run is to stop.
///
/// This is the one place that asks the system to wait.
///
///     var awaited = WaitSet(stop: stop)
///     awaited.watch(socket, .reading)
///     if awaited.wait(until: clock.now + .seconds(5), clock), !awaited.isStopped { … }
public struct WaitSet {
  /// What a descriptor is ready for. One that is closed at its other side, or broken, is ready for
  /// all that it is watched for: trying says what is wrong.
  public struct Readiness: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let reading = Readiness(rawValue: 1)
    public static let writing = Readiness(rawValue: 2)
  }

  /// The first is the descriptor that says to stop.
  private var requests: [pollfd]

  /// The run is to stop once `stop` is readable; -1 never is.
  public init(stop: Int32 = -1) {
    requests = [pollfd(fd: stop, events: Int16(POLLIN), revents: 0)]
  }

  /// Waits for a descriptor from now on, in place of what it was watched for before; one that is
  /// watched for nothing is forgotten.
  public mutating func watch(_ descriptor: Int32, _ wanted: Readiness) {
    let place = place(of: descriptor)
    guard !wanted.isEmpty else {
      if let place { requests.remove(at: place) }
      return
    }
    var events: Int16 = 0
    if wanted.contains(.reading) { events |= Int16(POLLIN) }
    if wanted.contains(.writing) { events |= Int16(POLLOUT) }
    let request = pollfd(fd: descriptor, events: events, revents: 0)
    if let place { requests[place] = request } else { requests.append(request) }
  }

  /// Waits until a descriptor is ready or the run is to stop, however long that takes.
  public mutating func wait() {
    while ask(waiting: -1) < 0, errno == EINTR {}
  }

  /// The same, until `deadline` at most; returns whether something came before.
  public mutating func wait(until deadline: Moment, _ clock: any Clock) -> Bool {
    while true {
      let count = ask(waiting: clock.patience(until: deadline, isWatching: requests.count > 1))
      if count > 0 { return true }
      if count == 0 { clock.nothingCame(before: deadline) }
      if clock.now >= deadline { return false }
    }
  }

  /// Looks without waiting; returns whether something has come.
  @discardableResult
  public mutating func look() -> Bool { ask(waiting: 0) > 0 }

  /// Whether the run was to stop at the last look or wait.
  public var isStopped: Bool { requests[0].revents != 0 }

  /// What a descriptor was ready for at the last look or wait.
  public func readiness(of descriptor: Int32) -> Readiness {
    place(of: descriptor).map { Self.readiness(requests[$0]) } ?? []
  }

  /// Whether a descriptor was ready at the last look or wait; one that is not watched never is.
  public func isReady(_ descriptor: Int32) -> Bool { !readiness(of: descriptor).isEmpty }

  /// The descriptors that were ready at the last look or wait, in the order in which they are watched.
  public var ready: [(descriptor: Int32, readiness: Readiness)] {
    requests.dropFirst().compactMap { request in
      let readiness = Self.readiness(request)
      return readiness.isEmpty ? nil : (request.fd, readiness)
    }
  }

  /// Whether a descriptor can be read now; -1 never can.
  public static func isReadable(_ descriptor: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }

  /// How many are ready; negative when a signal came in between.
  private mutating func ask(waiting milliseconds: Int32) -> Int32 {
    poll(&requests, nfds_t(requests.count), milliseconds)
  }

  private func place(of descriptor: Int32) -> Int? {
    requests.indices.dropFirst().first { requests[$0].fd == descriptor }
  }

  private static func readiness(_ request: pollfd) -> Readiness {
    let broken = Int16(POLLHUP | POLLERR | POLLNVAL)
    let come = request.revents & broken == 0 ? request.revents : ~0
    var readiness: Readiness = []
    if request.events & come & Int16(POLLIN) != 0 { readiness.insert(.reading) }
    if request.events & come & Int16(POLLOUT) != 0 { readiness.insert(.writing) }
    return readiness
  }
}
