import SFCore
import SFRun
import SFTestSupport
import SFTransport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct WaitSetTests {
  private let clock = VirtualClock(grace: 0)

  /// Two ends of a pipe that are closed with the test.
  private func withPipe(_ body: (Pipe) throws -> Void) throws {
    let pipe = try Pipe()
    defer { for end in [pipe.reading, pipe.writing] { close(end) } }
    try body(pipe)
  }

  private func put(_ pipe: Pipe) { #expect(write(pipe.writing, "x", 1) == 1) }

  @Test func `nothing but time passes where nothing is watched`() {
    var set = WaitSet()
    let hasCome = set.wait(until: clock.now + .seconds(90), clock)
    #expect(!hasCome)
    #expect(clock.now.nanoseconds == 90_000_000_000)
    #expect(clock.time == "2026-01-05T00:01:30.000Z")
    #expect(!set.isStopped)
  }

  @Test func `a moment that is over is not waited for`() {
    var set = WaitSet()
    var hasCome = set.wait(until: clock.now, clock)
    #expect(!hasCome)
    hasCome = set.wait(until: .past, clock)
    #expect(!hasCome)
    #expect(clock.now.nanoseconds == 0)
  }

  @Test func `says which descriptor is ready, and for what`() throws {
    try withPipe { first in
      try withPipe { second in
        var set = WaitSet()
        set.watch(first.reading, .reading)
        set.watch(second.reading, .reading)
        var hasCome = set.look()
        #expect(!hasCome)
        put(second)
        hasCome = set.wait(until: .never, clock)
        #expect(hasCome)
        #expect(set.ready.map(\.descriptor) == [second.reading])
        #expect(set.readiness(of: first.reading) == [])
        #expect(set.readiness(of: second.reading) == .reading)
        set.watch(first.writing, .writing)
        set.wait()
        #expect(set.ready.map(\.descriptor) == [second.reading, first.writing])
        #expect(set.readiness(of: first.writing) == .writing)
        #expect(!set.isStopped)
      }
    }
  }

  @Test func `forgets a descriptor that is watched for nothing`() throws {
    try withPipe { pipe in
      put(pipe)
      var set = WaitSet()
      set.watch(pipe.reading, .reading)
      var hasCome = set.look()
      #expect(hasCome)
      set.watch(pipe.reading, [])
      hasCome = set.look()
      #expect(!hasCome)
      set.watch(pipe.reading, [])
      #expect(set.ready.isEmpty)
    }
  }

  @Test func `what is closed or broken is ready for all it is watched for`() throws {
    try withPipe { pipe in
      var set = WaitSet()
      set.watch(pipe.reading, .reading)
      close(pipe.writing)
      let hasCome = set.look()
      #expect(hasCome)
      #expect(set.readiness(of: pipe.reading) == .reading)
    }
  }

  @Test func `the word to stop ends every wait, and is no descriptor of the set`() throws {
    try withPipe { stop in
      try withPipe { pipe in
        var set = WaitSet(stop: stop.reading)
        set.watch(pipe.reading, .reading)
        #expect(!WaitSet.isReadable(stop.reading))
        put(stop)
        #expect(WaitSet.isReadable(stop.reading))
        set.wait()
        #expect(set.isStopped && set.ready.isEmpty)
        let hasCome = set.wait(until: .never, clock)
        #expect(hasCome)
        #expect(clock.now.nanoseconds == 0)
      }
    }
  }

  @Test func `nothing is ever to be read from no descriptor`() {
    #expect(!WaitSet.isReadable(-1))
  }

  @Test func `the clock of the machine waits as long as it is to, and no shorter`() throws {
    let clock = SystemClock()
    try withPipe { pipe in
      var set = WaitSet()
      set.watch(pipe.reading, .reading)
      let start = clock.now
      let hasCome = set.wait(until: start + .milliseconds(20), clock)
      #expect(!hasCome)
      #expect(clock.now.since(start) >= .milliseconds(20))
    }
  }
}
