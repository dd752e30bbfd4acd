import CZmq
import SFLoading

/// The functions of libzmq, which is opened when the first socket needs it.
struct ZmqLibrary: @unchecked Sendable {
  typealias Handle = UnsafeMutableRawPointer

  let newContext: @convention(c) () -> Handle?
  let endContext: @convention(c) (Handle?) -> Int32
  let socket: @convention(c) (Handle?, Int32) -> Handle?
  let close: @convention(c) (Handle?) -> Int32
  let bind: @convention(c) (Handle?, UnsafePointer<CChar>?) -> Int32
  let connect: @convention(c) (Handle?, UnsafePointer<CChar>?) -> Int32
  let setOption: @convention(c) (Handle?, Int32, UnsafeRawPointer?, Int) -> Int32
  let option:
    @convention(c) (Handle?, Int32, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>?) -> Int32
  let send: @convention(c) (Handle?, UnsafeRawPointer?, Int, Int32) -> Int32
  let beginMessage: @convention(c) (UnsafeMutablePointer<zmq_msg_t>?) -> Int32
  let receive: @convention(c) (UnsafeMutablePointer<zmq_msg_t>?, Handle?, Int32) -> Int32
  let data: @convention(c) (UnsafeMutablePointer<zmq_msg_t>?) -> UnsafeMutableRawPointer?
  let size: @convention(c) (UnsafePointer<zmq_msg_t>?) -> Int
  let hasMore: @convention(c) (UnsafePointer<zmq_msg_t>?) -> Int32
  let endMessage: @convention(c) (UnsafeMutablePointer<zmq_msg_t>?) -> Int32
  let makeKeys: @convention(c) (UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?) -> Int32
  let encode:
    @convention(c) (UnsafeMutablePointer<CChar>?, UnsafePointer<UInt8>?, Int) ->
      UnsafeMutablePointer<CChar>?
  let reason: @convention(c) (Int32) -> UnsafePointer<CChar>
  /// The number of the last error, which is the system's where the system failed.
  let number: @convention(c) () -> Int32

  static let shared = Result { try ZmqLibrary() }

  private init() throws {
    let library = try LoadedLibrary(
      "libzmq.so.5", version: 4, of: "libzmq5", "by which streams are fetched")
    newContext = try library.function("zmq_ctx_new")
    endContext = try library.function("zmq_ctx_term")
    socket = try library.function("zmq_socket")
    close = try library.function("zmq_close")
    bind = try library.function("zmq_bind")
    connect = try library.function("zmq_connect")
    setOption = try library.function("zmq_setsockopt")
    option = try library.function("zmq_getsockopt")
    send = try library.function("zmq_send")
    beginMessage = try library.function("zmq_msg_init")
    receive = try library.function("zmq_msg_recv")
    data = try library.function("zmq_msg_data")
    size = try library.function("zmq_msg_size")
    hasMore = try library.function("zmq_msg_more")
    endMessage = try library.function("zmq_msg_close")
    makeKeys = try library.function("zmq_curve_keypair")
    encode = try library.function("zmq_z85_encode")
    reason = try library.function("zmq_strerror")
    number = try library.function("zmq_errno")
  }

  /// What failed last, in words.
  func failure() -> String { String(cString: reason(number())) }
}
