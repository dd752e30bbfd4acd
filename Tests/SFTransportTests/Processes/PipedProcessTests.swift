import SFCore
import SFRun
import SFTestSupport
import SFTransport
import Testing

@Suite struct PipedProcessTests {
  private let clock = VirtualClock()

  private func start(_ script: String) throws -> PipedProcess {
    try PipedProcess(["sh", "-c", script], clock)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `more than a pipe holds goes through both ways`() throws {
    let bytes = [UInt8](repeating: 97, count: 3 << 20)
    let child = try start("cat")
    child.give(bytes)
    child.closeInput()
    let isOver = child.serve(patience: .seconds(60)) { _ in false } == .done
    #expect(isOver && child.status == 0)
    #expect(child.output == bytes)
  }

  @Test func `what it says stands beside what it writes`() throws {
    let child = try start("echo a; echo b >&2; echo c >&2; exit 4")
    let isOver = child.serve(patience: .seconds(60)) { _ in false } == .done
    #expect(isOver && child.status == 4)
    #expect(text(child.output) == "a\n" && text(child.errors) == "b\nc\n")
    #expect(child.lastErrorLine == "c")
  }

  @Test func `who stops reading has not failed`() throws {
    let child = try start("head -c 1")
    child.give([UInt8](repeating: 98, count: 1 << 20))
    child.closeInput()
    let isOver = child.serve(patience: .seconds(60)) { _ in false } == .done
    #expect(isOver && child.status == 0 && text(child.output) == "b")
  }

  @Test func `answers while its input is open`() throws {
    let child = try start("while read -r line; do echo got $line; done")
    for word in ["one", "two"] {
      child.give(Array("\(word)\n".utf8))
      let answer = "got \(word)\n"
      #expect(child.serve(patience: .seconds(60)) { text($0.output).hasSuffix(answer) } == .done)
      #expect(child.status == nil)
    }
    child.closeInput()
    let isOver = child.serve(patience: .seconds(60)) { _ in false } == .done
    #expect(isOver && child.status == 0)
  }

  @Test func `one that says nothing is given up after the patience, and ends`() throws {
    let clock = VirtualClock(grace: 0)
    let child = try PipedProcess(["sleep", "1000"], clock)
    let isOver = child.serve(patience: .seconds(90)) { _ in false } == .done
    #expect(!isOver && child.status == nil)
    #expect(clock.now.nanoseconds == 90_000_000_000)
    child.kill()
    #expect(child.status == 137)
  }

  @Test func `what it started ends with it`() throws {
    let child = try start("sleep 1000 & echo $!; wait")
    #expect(child.serve(patience: .seconds(60)) { $0.output.last == 10 } == .done)
    let sleeper = text(child.output).dropLast()
    child.kill()
    // A zombie that nobody has waited for yet is no process any more.
    let state = try PipedProcess(["sh", "-c", "ps -o stat= -p \(sleeper) | grep -v Z"], clock)
    #expect(state.serve(patience: .seconds(60)) { _ in false } == .done)
    #expect(text(state.output) == "")
  }
}
