import SFCore
import SFFetch
import SFJournal
import SFRun
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A stage that is served: its child, its journal, and what stands between them.
///
/// The child writes to its journal, from where everybody reads; it is started again when it dies, at
/// the place up to which the journal has come. What is decided stands in values (`Resumption`,
/// `RepeatCheck`, `Supervision`); here it is done.
final class ServedStage {
  let plan: StagePlan
  let directory: StageDirectory
  let options: ServingOptions
  let clock: any Clock
  let log: StageLog
  /// Says what happens to people, beside the log.
  let say: (String) -> Void
  let journal: Journal
  /// In the order of the plan; given once, before its first turn.
  var inputs: [InputPump] = []
  /// How often it has bars; `nil` for who follows no market, and before its header.
  private(set) var rhythm: FeedRhythm?
  private let lock: DirectoryLock

  var course = StageCourse.waiting(until: .past)
  var supervision = Supervision()
  var child: ServedChild?
  var lastEnding: ChildProcess.Ending?
  var sources: SourcesFile
  var times: Times?
  /// What becomes of steps that the journal has.
  var again = Resumption.Again.nothing
  var comparison: RepeatCheck?
  /// Reads what the child must write again.
  var reader: JournalReader?
  /// Whether the first line of the child has been looked at.
  var hasHeader = false
  /// The last mark that may be shown, and whether the end may be.
  var shown: Timestamp?
  var isEndShown = false
  /// Why it is not where it should be, for the status; `nil` while all is well.
  var reason: String?
  /// When a full disk is tried again; `nil` while there is room.
  var retry: Moment?
  /// Whether people were told so.
  var isDiskFull = false
  /// When a child is ended that has written its end and goes on; `nil` for none.
  var reapDue: Moment?
  /// When what has been written is brought to the disk; `nil` when all is there.
  var tidyDue: Moment?
  /// Whether it watches other descriptors than before.
  var isRewired = true
  /// Whether there is something to tell of it.
  var hasNews = true
  /// What was appended last; `nil` for more than a reader should be handed at once.
  var latest: LatestSteps?

  /// Opens what a stage has, by whoever has its lock.
  init(
    _ plan: StagePlan, _ directory: StageDirectory, _ options: ServingOptions,
    _ lock: DirectoryLock, _ clock: any Clock, say: @escaping (String) -> Void
  ) throws {
    self.plan = plan
    self.directory = directory
    self.options = options
    sources = try SourcesFile(directory.sources)
    self.lock = lock
    self.clock = clock
    self.say = say
    log = try StageLog(directory.log, clock)
    var journalOptions = Journal.Options()
    journalOptions.longestSegment = options.segmentBytes
    journalOptions.syncsSegments = options.sync == .step
    journal = try Journal(directory.journal, journalOptions)
    if plan.isOrigin {
      times = try Times(directory.path, upTo: journal.head)
      rhythm = FeedRhythm(header: journal.header)
    }
    if let cut = journal.cut { tell("cut \(cut.bytes) bytes that were not whole: \(cut.file)") }
    try show()
    if journal.isEnded { course = .ended }
  }

  /// Says something of the stage, in its log and to people.
  func tell(_ text: String) {
    log.say(text)
    say("\(plan.name): \(text)")
  }

  /// Begins its journal with a header, from which follows what is expected of it.
  func begin(_ header: [UInt8]) {
    journal.begin(header)
    if plan.isOrigin { rhythm = FeedRhythm(header: header) }
  }

  /// Lets others see all that the journal has: on the disk, where what they do cannot be taken back.
  func show() throws(JournalError) {
    if options.sync == .step { try journal.sync() }
    (shown, isEndShown) = (journal.head, journal.isEnded)
  }

  // MARK: The end

  /// Does not start it again.
  func fail(_ failure: Supervision.Failure) {
    guard course.failure == nil else { return }
    tell("failed: \(failure.message)\(failure.help.map { "; \($0)" } ?? "")")
    course = .failed(failure)
    reason = failure.message
    child?.process.send(SIGKILL)
    (isRewired, hasNews) = (true, true)
  }

  func fail(_ error: any Error) {
    fail(
      (error as? any ReportableError).map(Supervision.Failure.init)
        ?? Supervision.Failure(.bug, "\(error)"))
  }

  /// Tells it to stop: it drains, writes no end, and goes on when it is served again.
  func stop(_ now: Moment) {
    guard !course.isOver else { return }
    hasNews = true
    guard let child else {
      course = .stopped
      return
    }
    course = .stopping(until: now + options.grace)
    child.process.send(SIGTERM)
  }

  /// Ends what still runs, and brings all to the disk.
  func close() throws {
    if let child {
      child.process.send(SIGKILL)
      child.process.wait()
    }
    child = nil
    for input in inputs { input.shut() }
    if !course.isOver { course = .stopped }
    if tidyDue != nil { tidy() }
  }
}

extension ServedStage: StepProducer {
  var facts: JournalFacts {
    JournalFacts(
      id: journal.id, floor: journal.floor, dropped: journal.dropped, head: shown,
      isEnded: isEndShown, isOrigin: plan.isOrigin)
  }

  var journalPath: String { journal.path }
  var header: [UInt8]? { journal.header }
  var tail: [UInt8] { journal.tail }
}
