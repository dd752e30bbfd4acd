import CZmq
import SFCore

/// A socket of ZeroMQ that never waits: messages are frames, and what it can do is asked of its
/// descriptor by a wait set.
///
/// The descriptor says only that something changed: who was woken by it, or has sent, takes all that
/// is there.
package final class ZmqSocket {
  package enum Kind {
    case router, dealer
    var number: Int32 { self == .router ? ZMQ_ROUTER : ZMQ_DEALER }
  }

  /// Messages that a side is behind before more for it are dropped; each answers one question, and a
  /// consumer has one open.
  private static let most: Int32 = 16

  /// A message that is larger is none of ours: a step and what stands around it.
  private static let largest: Int64 = 128 << 20

  private let context: ZmqContext
  private let handle: ZmqLibrary.Handle
  /// Can be read when something has changed.
  package let descriptor: Int32

  private var library: ZmqLibrary { context.library }

  package init(_ kind: Kind, _ context: ZmqContext) throws(FetchError) {
    self.context = context
    guard let handle = context.library.socket(context.handle, kind.number) else {
      throw FetchError(.unavailable, "cannot make a socket: \(context.library.failure())")
    }
    self.handle = handle
    var number: Int32 = -1
    var size = MemoryLayout<Int32>.size
    guard context.library.option(handle, ZMQ_FD, &number, &size) == 0 else {
      let reason = context.library.failure()
      _ = context.library.close(handle)
      throw FetchError(.unavailable, "cannot watch a socket: \(reason)")
    }
    descriptor = number
    // What was said to who has gone is lost, and asked for again.
    try set(ZMQ_LINGER, 0)
    try set(ZMQ_SNDHWM, Self.most)
    try set(ZMQ_RCVHWM, Self.most)
    try set(ZMQ_MAXMSGSIZE, long: Self.largest)
    try set(ZMQ_RECONNECT_IVL, 50)
    try set(ZMQ_RECONNECT_IVL_MAX, 1_000)
    try set(ZMQ_IPV6, 1)
  }

  deinit { _ = library.close(handle) }

  // MARK: Options

  private func set(_ option: Int32, _ value: Int32) throws(FetchError) {
    var value = value
    try check(library.setOption(handle, option, &value, MemoryLayout<Int32>.size))
  }

  private func set(_ option: Int32, long value: Int64) throws(FetchError) {
    var value = value
    try check(library.setOption(handle, option, &value, MemoryLayout<Int64>.size))
  }

  private func set(_ option: Int32, text: String) throws(FetchError) {
    try check(library.setOption(handle, option, text, text.utf8.count))
  }

  private func check(_ result: Int32) throws(FetchError) {
    guard result == 0 else {
      throw FetchError(.unavailable, "cannot set up a socket: \(library.failure())")
    }
  }

  /// Lets in whom the answers of the one at `inproc://zeromq.zap.01` let in.
  func serve(with keys: CurveKeys) throws(FetchError) {
    try set(ZMQ_CURVE_SERVER, 1)
    try set(ZMQ_CURVE_SECRETKEY, text: keys.secret)
    try set(ZMQ_ZAP_DOMAIN, text: "sf")
  }

  /// Speaks to the holder of `server` and to no other.
  func speak(to server: String, with keys: CurveKeys) throws(FetchError) {
    try set(ZMQ_CURVE_SERVERKEY, text: server)
    try set(ZMQ_CURVE_PUBLICKEY, text: keys.public)
    try set(ZMQ_CURVE_SECRETKEY, text: keys.secret)
  }

  // MARK: Places

  package func bind(_ address: String) throws(FetchError) {
    guard library.bind(handle, address) == 0 else {
      throw FetchError(.unavailable, "cannot listen at '\(address)': \(library.failure())")
    }
  }

  package func connect(_ address: String) throws(FetchError) {
    guard library.connect(handle, address) == 0 else {
      throw FetchError(.unavailable, "cannot connect to '\(address)': \(library.failure())")
    }
  }

  // MARK: Messages

  /// Sends a message if it goes; returns whether it did.
  @discardableResult
  package func send(_ frames: Frames) -> Bool {
    for (place, frame) in frames.enumerated() {
      let more = place + 1 < frames.count ? ZMQ_SNDMORE : 0
      let sent = frame.withUnsafeBytes {
        library.send(handle, $0.baseAddress, $0.count, ZMQ_DONTWAIT | more)
      }
      if sent < 0 { return false }
    }
    return true
  }

  /// The next message; `nil` when there is none.
  package func receive() -> Frames? {
    var frames: Frames = []
    var message = zmq_msg_t()
    while true {
      _ = library.beginMessage(&message)
      defer { _ = library.endMessage(&message) }
      // All frames of a message come at once.
      guard library.receive(&message, handle, ZMQ_DONTWAIT) >= 0 else { return nil }
      let bytes = UnsafeRawBufferPointer(
        start: library.data(&message), count: library.size(&message))
      frames.append(Array(bytes))
      if library.hasMore(&message) == 0 { return frames }
    }
  }
}
