import SFCore
import SFHTTP
import SFRun
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Sends the parcels of one channel, one after the other: the way to the world outside.
package final class NotifierCarrier {
  private let channel: NotifierChannel
  private let bell: Bell
  private let clock: any Clock
  private let sender: ChangeSender
  private var tag = 0

  /// Any answer of a server that is not its error says what became of a message.
  private struct Proof: ChangeProof {
    func provesDone(_ answer: HTTPAnswer) -> Bool { true }
    func provesRefusal(_ answer: HTTPAnswer) -> Bool { true }
  }

  package init(_ channel: NotifierChannel, _ bell: Bell, _ clock: any Clock) throws(HTTPFailure) {
    self.channel = channel
    self.bell = bell
    self.clock = clock
    sender = try ChangeSender(
      HTTPOptions(agent: "SignalFlow"), Proof(), stop: bell.descriptor, clock)
  }

  /// Sends a message, until `deadline` at most; the bell may make it earlier.
  package func send(
    _ parcel: NotifierChannel.Parcel, until deadline: () -> Moment
  ) -> DeliveryOutcome {
    switch parcel {
    case .request(let change): send(change, until: deadline)
    case .program(let line, let input): run(line, input, until: deadline)
    }
  }

  // MARK: Requests

  private func send(_ change: Change, until deadline: () -> Moment) -> DeliveryOutcome {
    tag += 1
    do throws(HTTPFailure) {
      try sender.send(change, tag: tag)
      while true {
        let end = deadline()
        if let (tag, outcome) = try sender.next(until: end) {
          // What was given up may still come to its end.
          if tag == self.tag { return judge(outcome) }
        } else if clock.now >= end {
          return .again(reason: "no answer in time", after: nil)
        } else {
          bell.hush()
        }
      }
    } catch { return .again(reason: channel.shown(error.reason), after: nil) }
  }

  private func judge(_ outcome: ChangeOutcome) -> DeliveryOutcome {
    switch outcome {
    case .done: .delivered
    case .unknown(let reason), .refused(.unsent(let reason)):
      .again(reason: channel.shown(reason), after: nil)
    case .refused(.answer(let answer)):
      [408, 425, 429].contains(answer.status)
        ? .again(reason: words(answer), after: ServerWord.stillness(answer))
        : .refused(reason: words(answer))
    }
  }

  private func words(_ answer: HTTPAnswer) -> String {
    let said = ServerWord.description(answer)
    return "HTTP \(answer.status)" + (said.isEmpty ? "" : ": \(channel.shown(said))")
  }

  // MARK: Programs

  private func run(
    _ line: String, _ input: String, until deadline: () -> Moment
  ) -> DeliveryOutcome {
    do {
      let child = try start(line, input)
      guard hasEnded(try child.endDescriptor(), until: deadline) else {
        child.send(SIGKILL)
        child.wait()
        return .again(reason: "the command did not end in time", after: nil)
      }
      let status = child.wait().shellStatus
      return status == 0
        ? .delivered : .again(reason: "the command ended with status \(status)", after: nil)
    } catch { return .again(reason: "\(error)".shown(), after: nil) }
  }

  private func start(_ line: String, _ input: String) throws -> ChildProcess {
    let pipe = try Pipe()
    defer {
      close(pipe.reading)
      close(pipe.writing)
    }
    var program = Program(["sh", "-c", line])
    program.input = .descriptor(pipe.reading)
    program.output = .nothing
    program.errors = .nothing
    program.leadsGroup = true
    // A pipe takes 64 KiB before anybody reads, and its other end is still open here.
    _ = fcntl(pipe.writing, F_SETFL, O_NONBLOCK)
    var text = input
    _ = text.withUTF8 { write(pipe.writing, $0.baseAddress, $0.count) }
    return try ChildProcess(program)
  }

  /// Whether a process has ended by then.
  private func hasEnded(_ ending: Int32, until deadline: () -> Moment) -> Bool {
    defer { close(ending) }
    var awaited = WaitSet(stop: bell.descriptor)
    awaited.watch(ending, .reading)
    while true {
      let end = deadline()
      _ = awaited.wait(until: end, self.clock)
      if awaited.isReady(ending) { return true }
      if awaited.isStopped { bell.hush() }
      if self.clock.now >= end { return false }
    }
  }
}

/// What a server says beside a status.
package enum ServerWord {
  /// For how long it wants to be left alone: `Retry-After`, or as Telegram says it; `nil` where it
  /// says nothing.
  package static func stillness(_ answer: HTTPAnswer) -> TimeSpan? {
    let said = answer.header("Retry-After").flatMap { Int($0) }
    guard let seconds = said ?? json(answer)?["parameters"]?["retry_after"]?.integer,
      (0...1_000_000).contains(seconds)
    else { return nil }
    return .seconds(seconds)
  }

  /// In its own words.
  package static func description(_ answer: HTTPAnswer) -> String {
    json(answer)?["description"]?.string ?? String(decoding: answer.body.prefix(400), as: UTF8.self)
  }

  package static func json(_ answer: HTTPAnswer) -> JSONValue? {
    // An answer that is no JSON says nothing in it.
    try? JSONValue(text: answer.body)
  }
}
