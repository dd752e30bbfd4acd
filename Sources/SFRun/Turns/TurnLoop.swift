import SFCore
import SFWire

/// Runs a venue between the market, the orders and its answers.
///
///     market T ──▶ answers of T, mark T ──▶ orders of T ──▶ market T+1 …
///
/// Whoever orders waits for the answers of a mark before it orders at it, so that these leave before
/// its orders are waited for. Only the orders make their writer wait; the market is read as it comes.
/// Where it ends the answers do, without waiting for the end of the orders.
///
/// A class, since what is done before bytes leave is the venue's.
public final class TurnLoop<Venue: TurnTaker> {
  private var orders: OrderSteps
  private let market: SideInput
  private var venue: Venue
  /// The last mark that is written; nothing up to it is written again. `nil` for none.
  private let after: Timestamp?
  private let tap: Tap
  private let outputs: Outputs
  private var writer = LineWriter()
  private var step = Step()
  private var done: TurnsDone?

  /// Called with what the venue has to say to people.
  public var onWarning: ((String) -> Void)?

  public init(
    _ venue: Venue, orders: any StepSource, market: any StepSource, to sink: any ByteSink,
    after: Timestamp? = nil
  ) {
    self.venue = venue
    self.orders = OrderSteps(orders)
    self.market = SideInput("market", market, reads: venue.readsOfMarket)
    self.after = after
    tap = Tap(after: 1, to: sink)
    tap.bind([.all])
    outputs = Outputs([tap])
  }

  /// Runs to the end of the market. What was complete before an error has been written.
  public func run() throws -> Chain.Outcome {
    do {
      try begin()
      return try loop()
    } catch {
      if !(error is ReaderGone) { try outputs.flush() }
      throw error
    }
  }

  private func begin() throws {
    tap.precede { [unowned self] in try venue.commit() }
    orders.onWaiting { [outputs] in try outputs.flush() }
    // What was numbered before keeps its numbers.
    try market.start(knowing: venue.done?.series ?? SeriesTable())
    let (base, header) = try orders.begin()
    market.waitForBeginning()
    let entry = try venue.bind(header)
    done = venue.done
    if after == nil { try outputs.header(base, stages: [entry]) }
  }

  private func loop() throws -> Chain.Outcome {
    while true {
      switch try market.next(&step, beforeWaiting: settle) {
      case .lines: continue
      case .mark:
        if let ending = try turn() { return try stopped(ending) }
      case .end(let end):
        try finish(end)
        return .done
      case .cut: return try stopped(.cut)
      case .open: return try stopped(.open)
      case .interrupted: return try stopped(.interrupted)
      }
    }
  }

  /// All that was answered has left, and all that was taken is kept.
  private func settle() throws {
    try outputs.flush()
    try venue.commit()
  }

  /// A mark: how the run ends with it, `nil` when it goes on.
  private func turn() throws -> Chain.Outcome? {
    guard let done, step.ts <= done.mark else {
      try answer()
      return try takeOrders()
    }
    try write(try venue.recall(step.ts))
    if step.ts == done.mark, !done.hasTaken { return try takeOrders() }
    return try orders.pass(step.ts)
  }

  private func answer() throws {
    step.clearLines()
    try venue.answer(&step)
    sayWarnings()
    writer.buffer.removeFirst(writer.buffer.count)
    for line in step.lines { writer.write(line, of: step) }
    let text = Array(writer.buffer.bytes)
    venue.keep(text, of: step)
    try write(text)
  }

  /// Writes the answers of a mark, unless they have been.
  private func write(_ text: [UInt8]) throws {
    if let after, step.ts <= after { return }
    text.withUnsafeBytes { tap.writer.buffer.append($0) }
    try outputs.mark(step.ts)
  }

  private func takeOrders() throws -> Chain.Outcome? {
    switch try orders.next(at: step.ts) {
    case .none: return nil
    case .step:
      try venue.take(orders.step, &step)
      sayWarnings()
      return nil
    case .ending(let outcome): return outcome
    }
  }

  private func sayWarnings() {
    guard !step.warnings.isEmpty else { return }
    if let onWarning { for warning in step.warnings { onWarning(warning.text) } }
    step.clearWarnings()
  }

  private func finish(_ end: SourceEvent.EndLine) throws {
    step.begin(step.ts)
    try venue.finish(&step)
    sayWarnings()
    try outputs.writeLines(of: step, addedBy: 0)
    switch end {
    case .read(let text): try outputs.forward(end: text)
    case .made(let end): try outputs.end(end)
    }
    try venue.commit()
    // Whoever writes the orders ends by itself: with the answers it has the end that it waits for.
    try orders.drain()
  }

  /// Writes what there is of answers that have no end.
  private func stopped(_ outcome: Chain.Outcome) throws -> Chain.Outcome {
    try settle()
    return outcome
  }
}
