import SFCore
import SFTool
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sf-broker binance` as a process, with a market and orders that are written as they are wanted.
final class ProvingVenue {
  private let words: [String]
  private var process: ChildProcess?
  private var market: Int32 = -1
  private var orders: Int32 = -1
  private var answers: Int32 = -1
  private var rest: [UInt8] = []
  /// All that was answered, of all processes.
  private(set) var lines: [JSONValue] = []

  init(_ words: [String]) { self.words = words }

  func start() throws {
    let (input, side, output) = (try Pipe(), try Pipe(), try Pipe())
    var program = Program(
      [SiblingTool.path(of: "sf-broker"), "binance", "--market", "/dev/fd/3"] + words + ["-"])
    program.input = .descriptor(input.reading)
    program.output = .descriptor(output.writing)
    program.further = [side.reading]
    do throws(StartFailure) { process = try ChildProcess(program) } catch {
      throw TransportError(.unavailable, "cannot start sf-broker binance")
    }
    for end in [input.reading, side.reading, output.writing] { close(end) }
    (orders, market, answers) = (input.writing, side.writing, output.reading)
    _ = fcntl(answers, F_SETFL, O_NONBLOCK)
    let header = #"{"type":"header","protocol":1,"stages":[]}"# + "\n"
    put(header, market)
    put(header, orders)
  }

  /// Ends it as nothing that it could prepare for.
  func kill() {
    process?.send(SIGKILL)
    _ = process?.wait()
    hangUp()
  }

  /// Has it end, as a session does.
  func end() {
    process?.send(SIGTERM)
    hangUp()
    _ = process?.wait()
  }

  private func hangUp() {
    take()
    for end in [market, orders, answers] where end >= 0 { close(end) }
    (market, orders, answers) = (-1, -1, -1)
    rest = []
  }

  /// Writes a mark, with what is ordered at it.
  func mark(_ time: Timestamp, _ bar: String, _ asked: [String]) {
    let mark = #"{"type":"mark","ts":"\#(time)"}"# + "\n"
    put(bar + mark, market)
    put(asked.map { $0 + "\n" }.joined() + mark, orders)
  }

  /// Who has ended reads nothing; what it says of that comes by its standard error.
  private func put(_ text: String, _ descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Takes what has been answered.
  func take() {
    var block = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(answers, &block, block.count)
      guard count > 0 else { break }
      rest += block[..<count]
    }
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      // A line that is none is no answer.
      if let value = try? JSONValue(text: Array(rest[..<end])) { lines.append(value) }
      rest.removeSubrange(...end)
    }
  }
}
