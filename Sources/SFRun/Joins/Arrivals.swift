import SFCore

/// Steps on their way from the thread that reads them to the one that needs them, as many as come.
final class Arrivals {
  struct Arrival {
    var step: Step
    /// What the source remembered at its mark.
    let memory: SourceMemory
  }

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

  // MARK: The thread that reads

  /// Reads a source to its end; once nobody listens, only so that its writer does not wait.
  func fill(from source: any StepSource, reads: LineTypes, _ series: SeriesTable) {
    var (source, series) = (source, series)
    do {
      _ = try source.begin()
      lock.locked {
        isBegun = true
        lock.signal()
      }
      var lines = ForwardedLines()
      while true {
        var step = lock.locked { spare.popLast() } ?? Step()
        if step.series.count < series.count { step.series = series }
        let event = try source.next(&step, &lines, reads: reads, refuses: [])
        guard case .mark = event else { return finish(.success(event), closing: step) }
        if step.series.count > series.count { series = step.series }
        add(Arrival(step: step, memory: source.memory))
      }
    } catch { finish(.failure(error)) }
  }

  private func add(_ arrival: Arrival) {
    lock.locked {
      if isAbandoned { spare.append(arrival.step) } else { arrived.append(arrival) }
    }
    lock.signal()
  }

  private func finish(_ result: Result<SourceEvent, any Error>, closing step: Step? = nil) {
    lock.locked {
      end = result
      closing = step
      lock.signal()
    }
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
      if next.isEmpty {
        next = arrived.reversed()
        arrived.removeAll()
      }
      return next.removeLast()
    }
  }

  func giveBack(_ step: Step) { lock.locked { spare.append(step) } }

  /// Waits until something has arrived, or the source has ended.
  func wait() { lock.locked { lock.wait { next.isEmpty && arrived.isEmpty && end == nil } } }

  func abandon() {
    lock.locked {
      isAbandoned = true
      arrived.removeAll()
      next.removeAll()
    }
  }
}
