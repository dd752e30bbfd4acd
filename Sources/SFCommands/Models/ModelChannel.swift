import SFCore
import SFEngine
import SFRun
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Lines to a model and back: pipes of a program that was started, or descriptors of one that runs.
final class ModelChannel {
  private let duplex: Duplex
  private let child: ChildProcess?
  private let clock: any Clock
  private let source: DescriptorSource
  private var reader: LineReader
  /// What the model has not taken yet.
  private var backlog: [UInt8] = []
  private var isClosed = false

  /// How much a model may say while it takes nothing.
  private static let most = 1 << 25

  init(_ duplex: Duplex, child: ChildProcess?, _ clock: any Clock) {
    self.duplex = duplex
    self.child = child
    self.clock = clock
    source = DescriptorSource(duplex.reading, name: "model", isOwned: true)
    reader = LineReader(source)
    // A model that does not read must not stop one who still has to read what it says.
    _ = fcntl(duplex.writing, F_SETFL, fcntl(duplex.writing, F_GETFL) | O_NONBLOCK)
  }

  /// Starts a program as a shell would, and by one where the text is more than a command with its
  /// words. It leads a group of its own: what a terminal sends to this tool, this tool sees first.
  static func start(_ text: String, _ clock: any Clock) throws -> ModelChannel {
    let (requests, answers) = (try Pipe(), try Pipe())
    var program = Program(words(of: text) ?? ["/bin/sh", "-c", text])
    program.input = .descriptor(requests.reading)
    program.output = .descriptor(answers.writing)
    program.leadsGroup = true
    defer { for end in [requests.reading, answers.writing] { close(end) } }
    let duplex = Duplex(writing: requests.writing, reading: answers.reading)
    do {
      return ModelChannel(duplex, child: try ChildProcess(program), clock)
    } catch {
      for end in [duplex.writing, duplex.reading] { close(end) }
      throw error
    }
  }

  /// The words of a plain command; `nil` for what needs a shell.
  private static func words(of text: String) -> [String]? {
    // What this cannot read is for the shell to say.
    guard let plain = try? PipelineText(text), plain.commands.count == 1, plain.input == nil,
      plain.output == nil
    else { return nil }
    return plain.commands[0].words
  }

  deinit { end() }

  /// Whether it is a program that was started for this run alone.
  var isOwnProgram: Bool { child != nil }

  /// The number of the line that `next` returned last.
  var lineNumber: Int { reader.lineNumber }

  // MARK: Speaking

  /// Says something; what the model does not take by `deadline` it gets before what is said next.
  func send(_ bytes: UnsafeRawBufferPointer, until deadline: Moment?) throws(ModelMistake) {
    if !backlog.isEmpty {
      backlog += bytes
      try flush(until: deadline)
      return
    }
    let count = try write(bytes)
    guard count < bytes.count else { return }
    backlog = Array(bytes[count...])
    try flush(until: deadline)
  }

  private func flush(until deadline: Moment?) throws(ModelMistake) {
    var heard = 0
    while !backlog.isEmpty {
      let count = try writeBacklog()
      backlog.removeFirst(count)
      guard count == 0 else { continue }
      var awaited = WaitSet()
      awaited.watch(duplex.writing, .writing)
      awaited.watch(duplex.reading, .reading)
      guard awaited.wait(until: deadline ?? .never, clock) else { return }
      guard awaited.isReady(duplex.reading), !awaited.isReady(duplex.writing) else { continue }
      heard += try fill() ? 1 << 12 : Self.most
      if heard > Self.most { throw .wrong("it says more than it was asked, and takes nothing") }
    }
  }

  private func writeBacklog() throws(ModelMistake) -> Int {
    let result = backlog.withUnsafeBytes { bytes in
      Result { () throws(ModelMistake) in try write(bytes) }
    }
    return try result.get()
  }

  /// How many bytes it takes now.
  private func write(_ bytes: UnsafeRawBufferPointer) throws(ModelMistake) -> Int {
    while true {
      let count = duplex.write(bytes)
      if count >= 0 { return count }
      if errno == EAGAIN { return 0 }
      if errno != EINTR { throw gone(TransportError.reason(errno)) }
    }
  }

  // MARK: Listening

  /// The next line; `nil` when none has come by `deadline`.
  func next(until deadline: Moment?) throws(ModelMistake) -> Line? {
    while true {
      do throws(WireError) {
        if let line = try reader.next() { return line }
      } catch { throw ModelDialogue.unreadable(error, lineNumber) }
      if let deadline {
        var awaited = WaitSet()
        awaited.watch(duplex.reading, .reading)
        guard awaited.wait(until: deadline, clock) else { return nil }
      }
      guard try fill() else { throw gone(nil) }
    }
  }

  /// Reads more; `false` at the end.
  private func fill() throws(ModelMistake) -> Bool {
    do { return try reader.fill() } catch { throw gone("\(error)") }
  }

  private func gone(_ reason: String?) -> ModelMistake {
    guard let child else { return .dead("it has closed the connection") }
    child.send(SIGKILL)
    switch child.wait() {
    case .status(let status): return .dead("it has ended with status \(status)")
    case .signal(SIGKILL): return .dead("it was ended by signal 9, or has closed its end")
    case .signal(let number): return .dead("it was ended by signal \(number)")
    }
  }

  // MARK: Ending

  /// Says that nothing more is asked, and waits for the end of what it says, as long as `patience`:
  /// a line that still comes is returned.
  func finish(patience: TimeSpan) -> String? {
    guard !isClosed else { return nil }
    isClosed = true
    duplex.closeWriting()
    let deadline = clock.now + patience
    var found: String?
    do {
      while let line = try next(until: deadline) { found = found ?? line.text }
    } catch {
      // Its end, however it came: it has answered all that it was asked.
    }
    child?.send(SIGKILL)
    child?.wait()
    return found
  }

  /// Ends it as it stands.
  func end() {
    guard !isClosed else { return }
    isClosed = true
    duplex.closeWriting()
    child?.send(SIGKILL)
    child?.wait()
  }
}
