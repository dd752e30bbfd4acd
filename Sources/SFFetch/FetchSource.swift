import SFCore
import SFRun
import SFWire

/// The stream of a stage of another process, as bytes: all that its journal keeps, then what comes, to
/// its end.
public final class FetchSource: ByteSource {
  public let name: String
  private let connection: FetchConnection
  private let clock: any Clock
  private let stop: Int32
  private var rest: ArraySlice<UInt8> = []
  /// What was found wrong by who only asked whether there is something: the next read says it.
  private var failure: (any Error)?
  public private(set) var isStopped = false

  /// It ends when it ends, or when the descriptor `stop` becomes readable; -1 is never readable. `say`
  /// tells people for whom it waits.
  public init(
    _ address: FetchAddress, _ credentials: FetchConnection.Credentials?, stop: Int32 = -1,
    _ clock: any Clock, say: @escaping (String) -> Void = { _ in }
  ) throws {
    name = address.text
    self.clock = clock
    self.stop = stop
    connection = try FetchConnection(
      address, FetchClient(), credentials, try ZmqContext(), say: say)
  }

  public var isReady: Bool {
    do { return try take() } catch {
      failure = error
      return true
    }
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while try !take() {
      if connection.isEnded { return 0 }
      let next = try connection.advance(clock.now)
      var awaited = WaitSet(stop: stop)
      awaited.watch(connection.descriptor, .reading)
      // To ask may have brought the answer without another word of the socket.
      if try take() { break }
      _ = awaited.wait(until: next, clock)
      if awaited.isStopped {
        isStopped = true
        return 0
      }
    }
    let count = min(buffer.count, rest.count)
    rest.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count]))
    }
    rest = rest.dropFirst(count)
    return count
  }

  /// Takes what has come; returns whether there are bytes.
  private func take() throws -> Bool {
    if let failure { throw failure }
    while rest.isEmpty, let delivery = try connection.next() {
      switch delivery {
      case .header(let hello): rest = hello.header[...]
      case .steps(let bytes, _), .end(let bytes): rest = bytes[...]
      case .nothing: break
      }
    }
    return !rest.isEmpty
  }
}
