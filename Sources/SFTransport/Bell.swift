#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Wakes a thread that waits for something else: it can be rung from any thread, and never blocks.
package final class Bell: Sendable {
  /// Readable once it has been rung.
  package let descriptor: Int32
  private let rope: Int32

  package init() throws(TransportError) {
    let pipe = try Pipe()
    (descriptor, rope) = (pipe.reading, pipe.writing)
    for end in [descriptor, rope] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    close(descriptor)
    close(rope)
  }

  /// A pipe that is full has been rung enough.
  package func ring() {
    var byte: UInt8 = 1
    _ = write(rope, &byte, 1)
  }

  /// Forgets that it was rung.
  package func hush() {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { bytes in
      while read(descriptor, bytes.baseAddress, bytes.count) > 0 {}
    }
  }
}
