import SFCore
import SFWire

/// The orders of a venue, by the marks of its market.
struct OrderSteps {
  /// What there is of a mark.
  enum Turn {
    /// Nothing was ordered at it.
    case none
    /// The step has it.
    case step
    /// No more comes, and the run ends with it.
    case ending(Chain.Outcome)
  }

  private var source: any StepSource
  private(set) var step = Step()
  /// Whether the step is of a later mark than was asked for.
  private var isAhead = false
  private var hasEnded = false

  private static let reads: LineTypes = [.init(.order), .init(.cancel), .init(.refusal)]

  init(_ source: any StepSource) { self.source = source }

  mutating func onWaiting(_ action: @escaping () throws -> Void) { source.onWaiting(action) }

  /// The text of the header, and what it says.
  mutating func begin() throws -> ([UInt8], Header) {
    switch try source.begin() {
    case .read(let text, let header): return (text, header)
    case .made(let header):
      var buffer = ByteBuffer(capacity: 1_024)
      HeaderLine.write(header, to: &buffer)
      return (Array(buffer.bytes), header)
    }
  }

  /// Waits for what was ordered at a mark.
  mutating func next(at mark: Timestamp) throws -> Turn {
    while !hasEnded {
      if !isAhead, let ending = try read() { return ending }
      guard !hasEnded else { break }
      isAhead = step.ts > mark
      if isAhead { return .none }
      guard step.ts == mark else {
        throw StageError(
          .badData,
          "found orders of mark \(step.ts), expected the marks of the market: it is at \(mark)")
      }
      return .step
    }
    return .none
  }

  /// Passes over what was ordered up to a mark, which has been taken before; how the run ends with
  /// it, `nil` when it goes on.
  mutating func pass(_ mark: Timestamp) throws -> Chain.Outcome? {
    while !hasEnded {
      if !isAhead, case .ending(let outcome)? = try read() { return outcome }
      guard !hasEnded else { break }
      isAhead = step.ts > mark
      if isAhead || step.ts == mark { return nil }
    }
    return nil
  }

  /// Reads to the next mark; how that ends a turn, `nil` when there is a step or nothing more.
  private mutating func read() throws -> Turn? {
    while true {
      switch try readOn() {
      case .lines: continue
      case .mark: return nil
      case .end:
        hasEnded = true
        return nil
      case .cut: return .ending(.cut)
      case .open: return .ending(.open)
      case .interrupted: return .ending(.interrupted)
      }
    }
  }

  private mutating func readOn() throws -> SourceEvent {
    var lines = ForwardedLines()
    return try source.next(&step, &lines, reads: Self.reads, refuses: [])
  }

  /// Reads what is left, whatever it is.
  mutating func drain() throws {
    while !hasEnded {
      switch try readOn() {
      case .lines, .mark: continue
      case .end, .cut, .open, .interrupted: hasEnded = true
      }
    }
  }
}
