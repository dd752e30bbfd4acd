import ArgumentParser
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether progress is shown.
public enum ProgressMode: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// On a terminal, unless the lines go there, too.
  case auto
  /// Objects of JSON, for wrappers.
  case json
  case never
}

/// How far a run is, on standard error: after half a second, at most ten times a second.
struct ProgressMeter {
  private let mode: ProgressMode
  private let tool: String
  private let position: ReadPosition
  private let start = Self.now()
  private var bars = 0
  private var sinceLook = 0
  private var lastShown = Int64.min
  private var isShown = false

  private static let first: Int64 = 500_000_000
  private static let apart: Int64 = 100_000_000
  /// Bars between two looks at the clock.
  private static let stride = 4_096

  init(_ mode: ProgressMode, tool: String, writesToStandardOutput: Bool, _ position: ReadPosition) {
    let isUseful = isatty(2) == 1 && !(writesToStandardOutput && isatty(1) == 1)
    self.mode = mode == .auto && !isUseful ? .never : mode
    self.tool = tool
    self.position = position
  }

  @inline(__always)
  mutating func count(_ more: Int) {
    guard mode != .never else { return }
    bars += more
    sinceLook += more
    if sinceLook >= Self.stride { look() }
  }

  private mutating func look() {
    sinceLook = 0
    let now = Self.now()
    guard now - start >= Self.first, now - max(lastShown, 0) >= Self.apart else { return }
    lastShown = now
    let seconds = Double(now - start) / 1e9
    let rate = Int(Double(bars) / seconds)
    if mode == .json {
      write("{\"bars\":\(bars),\"bars_per_second\":\(rate),\"share\":\(share())}\n")
      return
    }
    var text = "\(tool): \(bars) bars, \(rate) bars/s"
    if let fraction = position.fraction, fraction > 0 {
      let left = Int((seconds / fraction - seconds).rounded(.up))
      text += ", \(Int(fraction * 100)) %, \(left) s left"
    }
    write("\r\u{1B}[K\(text)")
    isShown = true
  }

  private func share() -> String {
    position.fraction.map { "\((($0 * 1_000).rounded()) / 1_000)" } ?? "null"
  }

  /// Takes the line off the terminal.
  mutating func erase() {
    guard isShown else { return }
    write("\r\u{1B}[K")
    isShown = false
  }

  private func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      // Nowhere is left to say that standard error cannot be written.
      _ = Glibc.write(2, bytes.baseAddress, bytes.count)
    }
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// How many bytes of the inputs have been read, of how many.
final class ReadPosition {
  private(set) var read = 0
  /// All bytes of the inputs; `nil` when one of them does not say.
  private var total: Int? = 0

  /// The part that has been read, 0 to 1; `nil` when the total is not known.
  var fraction: Double? {
    guard let total, total > 0 else { return nil }
    return min(1, Double(read) / Double(total))
  }

  func expect(_ bytes: Int?) {
    if let bytes, let sum = total { total = sum + bytes } else { total = nil }
  }

  fileprivate func count(_ bytes: Int) { read += bytes }
}

/// Counts the bytes of a source.
final class CountedSource: ByteSource {
  private let source: any ByteSource
  private let position: ReadPosition

  init(_ source: any ByteSource, _ position: ReadPosition) {
    self.source = source
    self.position = position
  }

  var name: String { source.name }
  var isReady: Bool { source.isReady }
  var isStopped: Bool { source.isStopped }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    position.count(count)
    return count
  }
}
