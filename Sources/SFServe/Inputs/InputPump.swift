import SFCore
import SFRun

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Hands the lines of an input to a child, as many as its pipe takes.
final class InputPump {
  enum Outcome: Equatable {
    /// There is nothing to hand on.
    case idle
    /// The pipe is full.
    case full
    /// There may be more at once: others have their turn first.
    case more
  }

  let name: String
  let supply: any StepSupply
  /// The writing end of the pipe; -1 when there is no child, it reads no more, or all was handed on.
  private(set) var descriptor: Int32 = -1
  private(set) var isFull = false
  /// Whether the journal that it comes from has been looked at.
  var isKnown = false
  private var rest: ArraySlice<UInt8> = []
  private var isLast = false
  /// Whether the child was handed all that there will be.
  private(set) var hasHandedAll = false

  /// Pieces that are handed on in one turn.
  private static let turn = 8

  init(_ name: String, _ supply: any StepSupply) {
    self.name = name
    self.supply = supply
  }

  deinit { shut() }

  /// Begins anew with a child, whose pipe is closed here.
  func begin(_ descriptor: Int32, behind mark: Timestamp?) throws {
    shut()
    self.descriptor = descriptor
    (isKnown, hasHandedAll) = (false, false)
    try supply.begin(behind: mark)
  }

  /// Closes the pipe: the child is gone, or is to find its end.
  func shut() {
    if descriptor >= 0 { close(descriptor) }
    (descriptor, isFull, isLast, rest) = (-1, false, false, [])
  }

  /// The pipe takes more.
  func hasRoom() { isFull = false }

  /// Hands on what there is.
  func pump() throws -> Outcome {
    if isFull { return .full }
    for _ in 0..<Self.turn {
      guard descriptor >= 0 else { return .idle }
      if rest.isEmpty {
        if isLast {
          shut()
          return .idle
        }
        switch try supply.next() {
        case .nothing: return .idle
        case .header(let bytes), .steps(let bytes): rest = bytes[...]
        case .end(let bytes):
          rest = bytes[...]
          isLast = true
        }
      }
      if !push() { return isFull ? .full : .idle }
      if isLast { hasHandedAll = true }
    }
    return .more
  }

  /// Writes what the pipe takes; returns whether that was all.
  private func push() -> Bool {
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        isFull = true
        return false
      } else if errno != EINTR {
        // It reads no more; how it ends says what that means.
        shut()
        return false
      }
    }
    isFull = false
    return true
  }
}
