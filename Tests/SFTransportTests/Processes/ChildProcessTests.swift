import SFCore
import SFRun
import SFTransport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sh` as a child. What must not have to be waited for is read to its end: the end of a pipe comes
/// when the last process that holds it has gone.
@Suite struct ChildProcessTests {
  /// What a script writes, and how it ends, once nobody can write any more.
  private func run(
    _ script: String, _ change: (inout Program) -> Void = { _ in },
    meanwhile: (ChildProcess) -> Void = { _ in }
  ) throws -> (text: String, ending: ChildProcess.Ending) {
    let pipe = try Pipe()
    var program = Program(["sh", "-c", script])
    program.input = .nothing
    program.output = .descriptor(pipe.writing)
    change(&program)
    let child = try ChildProcess(program)
    close(pipe.writing)
    meanwhile(child)
    let source = DescriptorSource(pipe.reading, name: "sh", isOwned: true)
    return (String(decoding: try source.readAll(), as: UTF8.self), child.wait())
  }

  @Test(arguments: [("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 143)] as [(String, Int32)])
  func `says how it ended`(script: String, status: Int32) throws {
    #expect(try run(script).ending.shellStatus == status)
  }

  @Test func `a program that is not there does not start`() {
    let failure = #expect(throws: StartFailure.self) {
      try ChildProcess(Program(["no-such-program"]))
    }
    #expect(failure?.isMissing == true)
    #expect(failure?.message == "cannot start 'no-such-program': No such file or directory")
    #expect(failure?.exitStatus == .noInput)
  }

  @Test func `what is no program does not start`() {
    let failure = #expect(throws: StartFailure.self) { try ChildProcess(Program(["/"])) }
    #expect(failure?.number == EACCES && failure?.exitStatus == .unavailable)
  }

  @Test func `finds nothing where it is given nothing`() throws {
    #expect(try run("cat; echo behind; echo lost >&2") { $0.errors = .nothing }.text == "behind\n")
  }

  @Test func `takes its output for its errors, too`() throws {
    let text = try run("echo a; echo b >&2") { program in program.errors = program.output }.text
    #expect(text == "a\nb\n")
  }

  @Test func `inherits the variables of this process, and those that are given`() throws {
    let text = try run("echo $SF_OWN; echo ${PATH:+path}; echo ${HOME}") { program in
      program.environment = [("SF_OWN", "a b=c"), ("HOME", "elsewhere")]
    }.text
    #expect(text == "a b=c\npath\nelsewhere\n")
  }

  @Test func `inherits none of the descriptors that were opened here`() throws {
    let other = try Pipe()
    defer { for end in [other.reading, other.writing] { close(end) } }
    var status = stat()
    #expect(fstat(other.reading, &status) == 0)
    let text = try run("ls -l /proc/self/fd").text
    #expect(text.contains("pipe:[") && !text.contains("pipe:[\(status.st_ino)]"))
  }

  @Test func `finds what it is given beside its three descriptors, in their order`() throws {
    let (first, second) = (try Pipe(), try Pipe())
    let ends = [first.reading, first.writing, second.reading, second.writing]
    defer { for end in ends { close(end) } }
    for (pipe, text) in [(first, "one\n"), (second, "two\n")] {
      try DescriptorSink(pipe.writing, name: "a pipe", isOwned: false).write(text: text)
    }
    let script =
      "read a < /dev/fd/3; read b <&4; echo $a $b; test -e /proc/self/fd/5 || echo no more"
    #expect(
      try run(script) { $0.further = [first.reading, second.reading] }.text
        == "one two\nno more\n")
  }

  @Test func `what it is given may stand in another's place`() throws {
    let pipe = try Pipe()
    defer { for end in [pipe.reading, pipe.writing] { close(end) } }
    // As descriptors of the parent 1 and 0 are taken; here they change places.
    let script = "test -p /dev/fd/3 && test -p /dev/fd/4 && echo both"
    #expect(try run(script) { $0.further = [pipe.writing, pipe.reading] }.text == "both\n")
    #expect(try run(script) { $0.further = [pipe.reading, pipe.reading] }.text == "both\n")
  }

  @Test func `does not find what is hidden`() throws {
    setenv("SF_HIDDEN_HERE", "seen", 1)
    defer { unsetenv("SF_HIDDEN_HERE") }
    #expect(try run("echo \"[$SF_HIDDEN_HERE]\"") { $0.hidden = ["SF_HIDDEN_HERE"] }.text == "[]\n")
  }

  @Test func `its end can be watched`() throws {
    let pipe = try Pipe()
    var program = Program(["sh", "-c", "read line"])
    program.input = .descriptor(pipe.reading)
    let child = try ChildProcess(program)
    close(pipe.reading)
    let descriptor = try child.endDescriptor()
    defer { close(descriptor) }
    #expect(!WaitSet.isReadable(descriptor))
    close(pipe.writing)
    var awaited = WaitSet()
    awaited.watch(descriptor, .reading)
    awaited.wait()
    #expect(child.wait() == .status(1))
  }

  @Test func `starts with no signal blocked`() throws {
    var (blocked, before) = (sigset_t(), sigset_t())
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    #expect(try run("exec grep SigBlk /proc/self/status").text == "SigBlk:\t0000000000000000\n")
  }

  @Test func `a group gets the signal whole`() throws {
    // The end of the pipe comes only when the sleeper has gone, too.
    let script = "sleep 1000 & kill -0 $! && echo ready; wait"
    let result = try run(script) {
      $0.leadsGroup = true
    } meanwhile: { child in
      #expect(getpgid(child.id) == child.id)
      child.send(SIGTERM)
    }
    #expect(result.ending == .signal(SIGTERM))
    #expect(["", "ready\n"].contains(result.text))
  }

  @Test func `without a group of its own it belongs to ours`() throws {
    let result = try run("exec sleep 1000") { _ in
    } meanwhile: { child in
      #expect(getpgid(child.id) == getpgrp())
      child.send(SIGTERM)
    }
    #expect(result.ending == .signal(SIGTERM))
  }

  @Test func `can be sent a signal until it has been waited for`() throws {
    let child = try ChildProcess(Program(["sh", "-c", "exit 5"]))
    child.waitForEnd()
    #expect(child.ending == nil)
    child.send(SIGKILL)
    #expect(child.wait() == .status(5))
    #expect(child.wait() == .status(5) && child.ending == .status(5))
  }

  /// Starts `sleep` in a thread that ends at once.
  private func startedInThread(_ diesWithThread: Bool) throws -> ChildProcess? {
    final class Box { var child: ChildProcess? }
    let box = Box()
    let thread = try PosixThread {
      var program = Program(["sleep", "1000"])
      program.diesWithThread = diesWithThread
      // A failure shows as no child.
      box.child = try? ChildProcess(program)
    }
    thread.join()
    return box.child
  }

  @Test func `dies with the thread that started it, if it is to`() throws {
    #expect(try startedInThread(true)?.wait() == .signal(SIGKILL))
    let survivor = try startedInThread(false)
    survivor?.send(SIGTERM)
    #expect(survivor?.wait() == .signal(SIGTERM))
  }
}
