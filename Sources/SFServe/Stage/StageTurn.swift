import SFCore
import SFFetch
import SFJournal
import SFRun
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a stage does each time the serving process goes round.
extension ServedStage {
  /// How soon what was written is brought to the disk where nothing depends on it.
  static let tidyPause = TimeSpan.seconds(1)

  /// Does what is due; returns when it is to have a turn again, whatever comes.
  func turn(_ now: Moment) -> Moment {
    if case .waiting(let moment) = course, moment <= now { start(now) }
    if case .stopping(let moment) = course, moment <= now {
      child?.process.send(SIGKILL)
      course = .stopping(until: .never)
    }
    if let moment = reapDue, moment <= now {
      reapDue = nil
      child?.process.send(SIGKILL)
    }
    if let moment = retry, moment <= now { retryDisk() }
    if let moment = tidyDue, moment <= now { tidy() }
    var next = min(course.deadline, feed(now))
    if let reapDue { next = min(next, reapDue) }
    if let retry { next = min(next, retry) }
    if let tidyDue { next = min(next, tidyDue) }
    return next
  }

  /// Hands the child what its inputs have.
  private func feed(_ now: Moment) -> Moment {
    guard course.isRunning, child != nil else { return .never }
    var next = Moment.never
    do {
      for input in inputs {
        let before = (input.descriptor, input.isFull, input.supply.descriptor)
        next = min(next, try input.supply.advance(now))
        if try input.pump() == .more { next = now }
        try check(input)
        if (input.descriptor, input.isFull, input.supply.descriptor) != before { isRewired = true }
      }
    } catch { fail(error) }
    return next
  }

  /// What an input comes from must be the journal that the stage has read up to now.
  private func check(_ input: InputPump) throws {
    guard !input.isKnown, let id = input.supply.journal else { return }
    if let known = sources.journal(of: input.name), known != id {
      throw FetchError.other(id, than: known)
    }
    try sources.note(id, of: input.name)
    input.isKnown = true
  }

  /// Brings what was written to the disk, and takes away what is needed no longer.
  func tidy() {
    tidyDue = nil
    do {
      if options.sync == .step { try journal.sync() }
      // A rehearsal is as safe as it gets.
      let safe = options.sync == .step ? journal.synced : journal.head
      if !plan.isOrigin {
        let checkpoints = try CheckpointDirectory(directory.checkpoints)
        try checkpoints.remove(
          CheckpointPruning.outdated(try checkpoints.marks(), synced: safe))
      }
      if let keep = options.keep, let head = journal.head {
        let limit = Retention(keep).limit(at: head)
        try journal.drop(olderThan: limit)
        try times?.drop(olderThan: limit)
      }
    } catch { fail(error) }
  }

  // MARK: What it waits for

  /// Says what it waits for.
  func watch(_ awaited: inout ServingWait) {
    for input in inputs {
      if input.isFull { awaited.watch(input.descriptor, .writing) }
      if input.supply.descriptor >= 0 { awaited.watch(input.supply.descriptor, .reading) }
    }
    guard let child else { return }
    if retry == nil, !child.isSilent { awaited.watch(child.output, .reading) }
    if !child.isMute { awaited.watch(child.errors, .reading, atTimes: true) }
    if retry == nil { awaited.watch(child.end, .reading, atTimes: true) }
  }

  /// Takes what has come.
  func take(_ set: WaitSet, _ now: Moment) {
    for input in inputs where input.isFull && set.isReady(input.descriptor) {
      input.hasRoom()
      isRewired = true
    }
    guard let child else { return }
    if set.isReady(child.errors), !child.isMute, !child.hear(log) {
      child.isMute = true
      isRewired = true
    }
    if set.isReady(child.output), !child.isSilent, retry == nil, !takeOutput() {
      child.isSilent = true
      isRewired = true
    }
    if retry == nil, set.isReady(child.end) { childEnded(now) }
  }
}
