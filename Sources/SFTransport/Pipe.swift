import CProcess

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
    guard process_pipe(&ends) == 0 else {
      throw TransportError(.inputOutput, "cannot make a pipe: \(TransportError.reason(errno))")
    }
    (reading, writing) = (ends[0], ends[1])
  }
}
