import SFCore
import SFJournal
import SFRun
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How a child is started, and what becomes of it when it has ended.
extension ServedStage {
  /// Starts the child where its journal ends.
  func start(_ now: Moment) {
    log.forgetWords()
    do {
      let resumption = try resumption()
      let variables = resumption.variables(
        checkpoints: plan.isOrigin ? nil : directory.checkpoints,
        recorded: journal.head == nil ? nil : directory.journal,
        ledger: plan.speaksForOutside ? directory.ledger : nil,
        isRehearsal: options.sync == .never)
      var pipes: [Int32] = []
      child = try ServedChild(
        plan, variables: options.variables(plan) + variables, writesBehind: resumption.writesBehind,
        inputs: &pipes)
      if let child { options.turns?.keep(child.pid, as: plan.name) }
      for (input, pipe) in zip(inputs, pipes) {
        try input.begin(pipe, behind: resumption.inputsBehind)
      }
      take(resumption)
      (course, hasHeader) = (.running, false)
      (isRewired, hasNews) = (true, true)
      let place = resumption.writesBehind.map { "behind mark \($0)" } ?? "at the start"
      tell("process \(child?.pid ?? 0) begins \(place)")
    } catch let failure as StartFailure where !failure.isMissing {
      // The system had no room for it.
      tell(failure.message)
      decide(.status(failure.exitStatus.rawValue), now)
    } catch {
      fail(error)
    }
  }

  private func take(_ resumption: Resumption) {
    again = resumption.again
    (comparison, reader) = (nil, nil)
    if case .compared(let mark, let head) = resumption.again {
      comparison = RepeatCheck(behind: mark, upTo: head)
    }
  }

  private func resumption() throws -> Resumption {
    if journal.head == nil { sources.forget() }
    if plan.isOrigin {
      return .ofOrigin(head: journal.head, before: try marks(before: journal.head, 1))
    }
    if let count = plan.warmUp {
      if let head = journal.head { try AtomicFile.write("\(head)\n", to: directory.inexact) }
      return .ofWarmedUp(head: journal.head, from: try marks(before: journal.head, count))
    }
    let checkpoints = try CheckpointDirectory(directory.checkpoints).marks()
    return .ofDerived(head: journal.head, checkpoints: checkpoints, dropped: journal.dropped)
  }

  /// The mark that stands so many marks before one in the journal; `nil` where it begins behind.
  private func marks(before mark: Timestamp?, _ count: Int) throws -> Timestamp? {
    var reader = try JournalReader(directory.journal)
    var mark = mark
    for _ in 0..<count {
      guard let behind = mark else { return nil }
      mark = try reader.mark(before: behind)
    }
    return mark
  }

  /// Takes what is left of the child, which has ended, and decides what comes next.
  func childEnded(_ now: Moment) {
    guard let child else { return }
    // What it started must not write on in its place.
    child.process.send(SIGKILL)
    while retry == nil, child.isReady, takeOutput() {}
    // On a full disk its last words wait in the pipe.
    if retry != nil { return }
    _ = child.hear(log)
    let ending = child.process.wait()
    if ending == .status(0) { makeEnd() }
    (self.child, lastEnding) = (nil, ending)
    (isRewired, hasNews) = (true, true)
    for input in inputs { input.shut() }
    decide(ending, now)
  }

  private func decide(_ ending: ChildProcess.Ending, _ now: Moment) {
    let words = Supervision.words(ending)
    let said = log.endingWords
    switch course {
    case .stopping:
      course = .stopped
      tell("stopped")
    case .running, .waiting:
      switch supervision.died(ending, at: journal.head, now: now, saying: said) {
      case .fails(let failure): fail(failure)
      case .restart(let moment):
        course = .waiting(until: moment)
        reason = "ended \(words)" + (said.map { ": \($0)" } ?? "")
        tell("ended \(words), is started again")
      }
    case .ended, .failed, .stopped: log.say("ended \(words)")
    }
  }
}
