import SFCore
import SFJournal
import SFRun
import SFWire

/// What a child writes, on its way to the journal.
extension ServedStage {
  /// How soon a full disk is tried again.
  private static let diskPause = TimeSpan.seconds(1)

  private static let endsTooEarly = Supervision.Failure(
    .bug, "it ends before its own journal does",
    help: "a stage must write the same for the same input")

  /// Reads what the child has written; `false` when no more will come, or it could not be taken.
  @discardableResult
  func takeOutput() -> Bool {
    guard let child, course.failure == nil else { return false }
    do {
      let goesOn: Bool
      do { goesOn = try child.stream.read() } catch {
        // What stands before it is kept, and may say more.
        try settle(child.stream)
        throw error
      }
      try settle(child.stream)
      return goesOn
    } catch {
      fail(error)
      return false
    }
  }

  /// Tries once more what a full disk has refused.
  func retryDisk() {
    (retry, isRewired) = (nil, true)
    guard let child else { return }
    do { try settle(child.stream) } catch { fail(error) }
    if retry == nil {
      (isDiskFull, hasNews, reason) = (false, true, course.failure?.message)
      tell("the disk takes more again")
    }
  }

  /// Brings what has come to the journal.
  private func settle(_ stream: ChildStream) throws {
    if !hasHeader, stream.hasBegun {
      hasHeader = true
      try take(header: stream.header)
    }
    guard !stream.steps.isEmpty || stream.hasEnded else { return }
    guard try passAgain(stream) else { return }
    hasNews = true
    guard try append(stream), stream.hasEnded else { return }
    try finish(stream.tail)
  }

  /// A full disk leaves whole steps; the others are kept until there is room, and nothing is read.
  private func wait(for error: JournalError) throws {
    guard error.exitStatus == .inputOutput else { throw error }
    if !isDiskFull { tell("waits: \(error.message)") }
    (isDiskFull, hasNews) = (true, true)
    reason = "waits: \(error.message)"
    retry = clock.now + Self.diskPause
    isRewired = true
  }

  // MARK: Header

  private func take(header: [UInt8]?) throws {
    guard let begun = journal.header else {
      if journal.head == nil { begin(header ?? madeHeader) }
      return
    }
    // One that goes on writes none.
    guard let header else { return }
    if let change = try HeaderChange.find(from: begun, to: header) {
      throw Supervision.Failure(
        .configuration, "it is set up otherwise than its journal: \(change)",
        help: "a configuration belongs to a directory: use another one")
    }
  }

  /// What a foreign stream begins with that has no header.
  var madeHeader: [UInt8] {
    var buffer = ByteBuffer(capacity: 512)
    HeaderLine.write(Header(stages: [options.entry]), to: &buffer)
    return Array(buffer.bytes)
  }

  // MARK: What the journal has

  /// Passes over steps that the journal has; returns whether what is left is new.
  private func passAgain(_ stream: ChildStream) throws -> Bool {
    switch again {
    case .nothing: return true
    case .dropped(let head):
      if let last = stream.marks.last {
        stream.dropSteps(upTo: min(head, last))
        if last >= head { again = .nothing }
      }
      if stream.hasEnded, again != .nothing { throw Self.endsTooEarly }
      return again == .nothing
    case .compared(let mark, _):
      if let mark { stream.dropSteps(upTo: mark) }
      return try compare(stream)
    }
  }

  /// Holds what the child writes against what stands in the journal.
  private func compare(_ stream: ChildStream) throws -> Bool {
    var place = 0
    while true {
      switch comparison?.take(stream.steps, from: &place) {
      case .more:
        if stream.hasEnded { throw Self.endsTooEarly }
        stream.dropSteps()
        return false
      case .needs(let mark): try expect(behind: mark)
      case .isNew, nil:
        stream.dropSteps(bytes: place)
        (again, comparison, reader) = (.nothing, nil, nil)
        return true
      case .differs(let difference):
        try take(difference, stream)
        return true
      }
    }
  }

  private func expect(behind mark: Timestamp?) throws {
    if reader == nil { reader = try JournalReader(directory.journal) }
    guard case .steps(let bytes, let reach) = try reader?.read(behind: mark, most: 1 << 16) else {
      throw Supervision.Failure(
        .bug, "its journal has nothing behind \(mark.map { "mark \($0)" } ?? "its start")")
    }
    comparison?.expect(bytes, upTo: reach)
  }

  /// What was never on the disk may be other than it was where a power cut has taken it, and is
  /// written anew. What was on the disk may not, nor what a child of this process wrote: others have
  /// been shown it, and what they made of it stays.
  private func take(_ difference: RepeatCheck.Difference, _ stream: ChildStream) throws {
    let place = difference.behind.map { "behind mark \($0)" } ?? "at its start"
    let isOnDisk = journal.synced.map { synced in difference.behind.map { $0 < synced } ?? true }
    if supervision.restarts > 0 || isOnDisk ?? false {
      throw Supervision.Failure(
        .bug,
        "it does not write what it wrote \(place): found '\(difference.found)', expected "
          + "'\(difference.expected)'", help: "a stage must write the same for the same input")
    }
    tell("cut what was not yet on the disk \(place), and is written otherwise")
    let header = journal.header
    latest = nil
    try journal.cut(behind: difference.behind)
    if journal.header == nil, let header { begin(header) }
    if let mark = difference.behind { stream.dropSteps(upTo: mark) }
    (again, comparison, reader) = (.nothing, nil, nil)
    (shown, isEndShown) = (journal.head, false)
  }

  // MARK: What is new

  /// Appends what has come; `false` when the disk is full.
  private func append(_ stream: ChildStream) throws -> Bool {
    guard let last = stream.marks.last else { return true }
    let before = journal.head
    latest = nil
    do throws(JournalError) { try journal.append(stream.steps) } catch {
      if let head = journal.head { stream.dropSteps(upTo: head) }
      try wait(for: error)
      return false
    }
    latest = LatestSteps(stream.steps, behind: before, upTo: last)
    if plan.isOrigin || stream.isFromOutside { try show() } else { shown = last }
    // Nothing depends on it: a full disk loses it.
    try? times?.append(stream.marks, receivedAt: clock.time)
    stream.dropSteps()
    reason = nil
    if tidyDue == nil { tidyDue = clock.now + Self.tidyPause }
    return true
  }

  private func finish(_ tail: [UInt8]) throws {
    if journal.isEnded {
      guard journal.tail == tail else {
        throw Supervision.Failure(.bug, "its closing lines are not those of its journal")
      }
    } else {
      do throws(JournalError) { try journal.finish(tail) } catch { return try wait(for: error) }
      try show()
      tell("ended at \(journal.head.map { "mark \($0)" } ?? "its start")")
    }
    guard !course.isOver else { return }
    course = .ended
    // Nothing that may still come changes what it wrote: who reads on finds the end, and ends.
    for input in inputs { input.shut() }
    (reapDue, isRewired) = (clock.now + options.grace, true)
  }

  /// Makes the end of a foreign stream that has come to it and has none.
  func makeEnd() {
    guard let child, !journal.isEnded, retry == nil, course == .running, !child.stream.hasEnded
    else { return }
    if journal.header == nil, !child.stream.hasBegun { begin(madeHeader) }
    guard journal.header == madeHeader else { return }
    let isEarly = inputs.first.map { !$0.hasHandedAll } ?? false
    do {
      if let torn = child.stream.torn { throw torn }
      child.stream.closeStep()
      try settle(child.stream)
      guard again == .nothing else { throw Self.endsTooEarly }
      var buffer = ByteBuffer(capacity: 512)
      EndLine.write(try LineCensus(directory.journal, closing: child.stream.tail).end, to: &buffer)
      try finish(child.stream.tail + Array(buffer.bytes))
      guard isEarly else { return }
      reason = "it ended with exit code 0 before its input did, the rest of which it has not read"
      tell(reason ?? "")
    } catch { fail(error) }
  }
}
