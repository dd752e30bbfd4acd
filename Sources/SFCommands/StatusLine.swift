#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The line of standard error that says how far a run is: after half a second, at most ten times a
/// second, in place of the line before.
package struct StatusLine {
  /// With what was resolved: nothing where nobody would see it.
  package let mode: ProgressMode
  private let start = Self.now()
  private var lastShown = Int64.min
  private var isShown = false

  private static let first: Int64 = 500_000_000
  private static let apart: Int64 = 100_000_000

  package init(_ mode: ProgressMode, writesToStandardOutput: Bool) {
    let isUseful = isatty(2) == 1 && !(writesToStandardOutput && isatty(1) == 1)
    self.mode = mode == .auto && !isUseful ? .never : mode
  }

  /// Seconds since the start when it is time to show something; `nil` when it is not.
  package mutating func secondsIfDue() -> Double? {
    let now = Self.now()
    guard mode != .never, now - start >= Self.first, now - max(lastShown, 0) >= Self.apart else {
      return nil
    }
    lastShown = now
    return Double(now - start) / 1e9
  }

  /// Shows a text to people, or an object to programs.
  package mutating func show(text: String, json: String) {
    guard mode != .json else { return write(json + "\n") }
    write("\r\u{1B}[K\(text)")
    isShown = true
  }

  /// Takes the line off the terminal.
  package mutating func erase() {
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
