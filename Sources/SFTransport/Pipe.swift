#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Two ends of a pipe that no process inherits unless it is handed one.
public struct Pipe {
  public let reading: Int32
  public let writing: Int32

  public init() throws(TransportError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0, fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0,
      fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0
    else {
      throw TransportError(.inputOutput, "cannot make a pipe: \(TransportError.reason(errno))")
    }
    (reading, writing) = (ends[0], ends[1])
  }
}
