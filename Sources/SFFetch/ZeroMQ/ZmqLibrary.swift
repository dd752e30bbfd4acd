import CZmq
import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The functions of libzmq, which is opened when the first socket needs it: linked, it and what it
/// brings would make each start of a tool slower that only may need it.
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
    guard let handle = dlopen("libzmq.so.5", RTLD_NOW) else {
      throw FetchError(
        .unavailable,
        "cannot open libzmq, by which streams are fetched: \(String(cString: dlerror()))",
        help: "install it: apt-get install libzmq5")
    }
    func function<Function>(_ name: String) throws -> Function {
      guard let symbol = dlsym(handle, name) else {
        throw FetchError(.unavailable, "found no '\(name)' in libzmq, expected version 4")
      }
      return unsafeBitCast(symbol, to: Function.self)
    }
    newContext = try function("zmq_ctx_new")
    endContext = try function("zmq_ctx_term")
    socket = try function("zmq_socket")
    close = try function("zmq_close")
    bind = try function("zmq_bind")
    connect = try function("zmq_connect")
    setOption = try function("zmq_setsockopt")
    option = try function("zmq_getsockopt")
    send = try function("zmq_send")
    beginMessage = try function("zmq_msg_init")
    receive = try function("zmq_msg_recv")
    data = try function("zmq_msg_data")
    size = try function("zmq_msg_size")
    hasMore = try function("zmq_msg_more")
    endMessage = try function("zmq_msg_close")
    makeKeys = try function("zmq_curve_keypair")
    encode = try function("zmq_z85_encode")
    reason = try function("zmq_strerror")
    number = try function("zmq_errno")
  }

  /// What failed last, in words.
  func failure() -> String { String(cString: reason(number())) }
}
