import Foundation

/// A server of HTTP on this machine that answers as a test wants, also badly.
///
/// Plain sockets and a thread for each connection: what goes wrong on a wire goes wrong here.
public final class LocalServer: @unchecked Sendable {
  public typealias Answer = @Sendable (ServerRequest) -> ServerReply

  public let port: UInt16
  public var url: String { "http://127.0.0.1:\(port)" }

  private let listener: Int32
  private let answer: Answer
  private let lock = NSLock()
  private var connections: Set<Int32> = []
  private var connectionCount = 0
  private var log: [ServerRequest] = []
  private var isStopped = false

  /// Listens on a port of this machine, on a free one for 0.
  public init(port wanted: UInt16 = 0, _ answer: @escaping Answer) throws {
    self.answer = answer
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_port = wanted.bigEndian
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { [listener] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard bound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    port = UInt16(bigEndian: address.sin_port)
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    Thread.detachNewThread { [weak self] in
      while let connection = self?.accepted() {
        Thread.detachNewThread { [weak self] in self?.serve(connection) }
      }
    }
  }

  deinit { stop() }

  /// Closes all connections and takes no more.
  public func stop() {
    lock.withLock {
      guard !isStopped else { return }
      isStopped = true
      shutdown(listener, Int32(SHUT_RDWR))
      for connection in connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
  }

  /// What has been asked, in order.
  public var requests: [ServerRequest] { lock.withLock { log } }

  private func accepted() -> Int32? {
    let connection = accept(listener, nil, nil)
    // A process that a test starts must not hold it open.
    if connection >= 0 { _ = fcntl(connection, F_SETFD, FD_CLOEXEC) }
    return lock.withLock {
      guard connection >= 0, !isStopped else {
        if connection >= 0 { close(connection) }
        close(listener)
        return nil
      }
      connections.insert(connection)
      return connection
    }
  }

  private func serve(_ connection: Int32) {
    var unread: [UInt8] = []
    let number = lock.withLock {
      connectionCount += 1
      return connectionCount - 1
    }
    while let request = read(from: connection, &unread, number) {
      guard send(answer(request), to: connection) else { break }
    }
    lock.withLock {
      connections.remove(connection)
      close(connection)
    }
  }

  // MARK: Reading

  /// The next request; `nil` at the end of the connection.
  private func read(
    from connection: Int32, _ unread: inout [UInt8], _ number: Int
  ) -> ServerRequest? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let found = unread.firstRange(of: end) {
        let head = String(decoding: unread[..<found.lowerBound], as: UTF8.self)
        unread.removeFirst(found.upperBound)
        let headers = Self.headers(of: head)
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while unread.count < length { guard receive(connection, &unread) else { return nil } }
        defer { unread.removeFirst(length) }
        return note(head, headers, Array(unread.prefix(length)), number)
      }
      guard receive(connection, &unread) else { return nil }
    }
  }

  private func receive(_ connection: Int32, _ unread: inout [UInt8]) -> Bool {
    var piece = [UInt8](repeating: 0, count: 1 << 14)
    let count = recv(connection, &piece, piece.count, 0)
    guard count > 0 else { return false }
    unread += piece[..<count]
    return true
  }

  /// Names in lower case.
  private static func headers(of head: String) -> [String: String] {
    let headers = head.components(separatedBy: "\r\n").dropFirst().compactMap {
      line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (line[..<colon].lowercased(), value)
    }
    return Dictionary(headers) { $1 }
  }

  private func note(
    _ head: String, _ headers: [String: String], _ body: [UInt8], _ connection: Int
  ) -> ServerRequest {
    let words = head.prefix { $0 != "\r\n" }.split(separator: " ").map(String.init)
    let target = URLComponents(string: words.count > 1 ? words[1] : "/")
    let query = (target?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
    return lock.withLock {
      let request = ServerRequest(
        number: log.count, time: Self.now, connection: connection, method: words[0],
        path: target?.path ?? "", query: Dictionary(query) { $1 }, headers: headers, body: body)
      log.append(request)
      return request
    }
  }

  /// Milliseconds of a clock that nobody sets.
  public static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  // MARK: Writing

  /// Whether the connection can go on.
  private func send(_ reply: ServerReply, to connection: Int32) -> Bool {
    switch reply.delivery {
    case .silence: return false
    case .whole: return write(Array(reply.head.utf8) + reply.body, to: connection)
    case .cut(let count):
      _ = write(Array(reply.head.utf8) + reply.body.prefix(count), to: connection)
      return false
    case .drip(let milliseconds):
      guard write(Array(reply.head.utf8), to: connection) else { return false }
      for byte in reply.body {
        usleep(UInt32(milliseconds) * 1_000)
        guard write([byte], to: connection) else { return false }
      }
      return true
    }
  }

  private func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
