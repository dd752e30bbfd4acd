import SFCore

/// Steps of an input beside the main one, in their order.
///
/// Whoever needs a step that has not come reads it itself: a thread that reads it and wakes the
/// other would cost more than the step does. While nobody takes anything a thread reads on, so that
/// no writer waits for us. There is one reader at a time, and only it touches the source.
final class Arrivals {
  struct Arrival {
    var step: Step
    /// What the source remembered at its mark.
    let memory: SourceMemory
  }

  private enum Reader { case nobody, keeper, needer }

  /// For so long the keeper lets an input lie that is taken from, in milliseconds.
  private static let patience = 2

  private let lock = Lock()
  private var arrived: [Arrival] = []
  /// What had arrived before, the next one last.
  private var next: [Arrival] = []
  /// Steps that have been used, to be filled again.
  private var spare: [Step] = []
  private var end: Result<SourceEvent, any Error>?
  /// What stood between the last mark and the end.
  private var closing: Step?
  private var isBegun = false
  private var isAbandoned = false

  private var reader = Reader.keeper
  /// Whether somebody waits for what the keeper reads.
  private var isAwaited = false
  /// Whether the keeper waits for the end of another's reading.
  private var isResting = false
  /// How many steps have been taken.
  private var taken = 0

  // What the reader alone touches.
  private var source: any StepSource
  private let reads: LineTypes
  private var series = SeriesTable()
  private var lines = ForwardedLines()

  init(_ source: any StepSource, reads: LineTypes) {
    self.source = source
    self.reads = reads
  }

  /// Before anything is read.
  func resume(behind mark: Timestamp, _ memory: SourceMemory) {
    source.resume(behind: mark, memory)
  }

  // MARK: The thread of the keeper

  /// Reads the source to its end, as long as nobody else does, with numbers for the series that are
  /// known; once nobody listens, only so that its writer does not wait.
  func keep(knowing series: SeriesTable) {
    self.series = series
    begin()
    repeat {
      let seen = lock.locked { taken }
      while goesOn(seen) { read() }
    } while takesOver()
  }

  private func begin() {
    do {
      _ = try source.begin()
      lock.locked { isBegun = true }
      lock.signal()
    } catch { finish(.failure(error)) }
  }

  /// Whether nothing has been taken since, and nobody waits to; else the keeper gives up its turn.
  private func goesOn(_ seen: Int) -> Bool {
    let goesOn = lock.locked {
      if end == nil, isAbandoned || (taken == seen && !isAwaited) { return true }
      reader = .nobody
      return false
    }
    if !goesOn { lock.signal() }
    return goesOn
  }

  /// Waits until nothing has been taken for a while, and no reader is there. `false` at the end.
  private func takesOver() -> Bool {
    lock.locked {
      while end == nil {
        let seen = taken
        lock.wait(milliseconds: Self.patience)
        guard isAbandoned || taken == seen else { continue }
        if reader == .needer {
          isResting = true
          lock.wait { reader == .needer }
          isResting = false
        } else if end == nil {
          reader = .keeper
          return true
        }
      }
      return false
    }
  }

  // MARK: Whoever reads

  private func read() {
    var step = lock.locked { spare.popLast() } ?? Step()
    if step.series.count < series.count { step.series = series }
    do {
      let event = try source.next(&step, &lines, reads: reads, refuses: [])
      guard case .mark = event else { return finish(.success(event), closing: step) }
      if step.series.count > series.count { series = step.series }
      add(Arrival(step: step, memory: source.memory))
    } catch { finish(.failure(error)) }
  }

  private func add(_ arrival: Arrival) {
    let wakes = lock.locked {
      if isAbandoned { spare.append(arrival.step) } else { arrived.append(arrival) }
      return isAwaited
    }
    if wakes { lock.signal() }
  }

  private func finish(_ result: Result<SourceEvent, any Error>, closing step: Step? = nil) {
    lock.locked {
      end = result
      closing = step
    }
    lock.signal()
  }

  // MARK: The thread that needs them

  /// What comes next.
  var head: MarkJoin.Head {
    lock.locked {
      if let first = next.last ?? arrived.first { return .step(first.step.ts) }
      return end == nil ? .awaited : .ended
    }
  }

  /// How the source ended; `nil` while steps are left, or may come.
  var ending: Result<SourceEvent, any Error>? {
    lock.locked { next.isEmpty && arrived.isEmpty ? end : nil }
  }

  /// What stood behind the last mark, once the source has ended as it should.
  func takeClosing() -> Step? {
    lock.locked {
      defer { closing = nil }
      return closing
    }
  }

  /// Waits until the source has begun; whatever is wrong with it is its ending.
  func waitForBeginning() { lock.locked { lock.wait { !isBegun && end == nil } } }

  /// The first of those that have arrived; there is one.
  func takeFirst() -> Arrival {
    lock.locked {
      taken += 1
      if next.isEmpty {
        swap(&next, &arrived)
        next.reverse()
      }
      return next.removeLast()
    }
  }

  func giveBack(_ step: Step) { lock.locked { spare.append(step) } }

  /// Waits until something has arrived, or the source has ended: by reading, unless the keeper does.
  func wait() {
    guard lock.locked({ becomesReader() }) else { return }
    read()
    let wakes = lock.locked {
      reader = .nobody
      return isResting
    }
    if wakes { lock.signal() }
  }

  private func becomesReader() -> Bool {
    func isAway() -> Bool { next.isEmpty && arrived.isEmpty && end == nil }
    if reader == .keeper {
      isAwaited = true
      lock.wait { isAway() && reader == .keeper }
      isAwaited = false
    }
    guard isAway() else { return false }
    reader = .needer
    return true
  }

  func abandon() {
    lock.locked {
      isAbandoned = true
      arrived.removeAll()
      next.removeAll()
    }
  }
}
