import Logging
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a serving process says, handed on line by line: to where this tool talks, and in its way.
final class ServeTalk {
  /// What the process has as its standard error.
  let writing: Int32
  let reading: Int32
  private let log: Logger
  private var rest: [UInt8] = []

  private static let tool = "sf-serve"

  init(_ log: Logger) throws {
    self.log = log
    let pipe = try Pipe()
    (reading, writing) = (pipe.reading, pipe.writing)
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(reading)
    close(writing)
  }

  /// Hands on the lines that have come; `before` is called ahead of the first.
  func relay(before: () -> Void) {
    var bytes = rest
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(reading, &block, block.count)
      guard count > 0 else { break }
      bytes += block[..<count]
    }
    guard let end = bytes.lastIndex(of: 10) else {
      rest = bytes
      return
    }
    rest = Array(bytes[(end + 1)...])
    before()
    for line in bytes[..<end].split(separator: 10) {
      say(String(decoding: line, as: UTF8.self))
    }
  }

  private func say(_ line: String) {
    var text = line[...]
    if text.hasPrefix(Self.tool + ": ") { text = text.dropFirst(Self.tool.count + 2) }
    let levels: [(prefix: String, level: Logger.Level)] = [
      ("error: ", .error), ("warning: ", .warning),
    ]
    let found = levels.first { text.hasPrefix($0.prefix) }
    if let found { text = text.dropFirst(found.prefix.count) }
    log.log(level: found?.level ?? .notice, "\(text)", metadata: ["tool": "\(Self.tool)"])
  }
}
