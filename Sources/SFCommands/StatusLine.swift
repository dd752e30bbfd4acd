import SFCore
import SFRun

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
  private let clock: any Clock
  private let start: Moment
  private var lastShown = Moment.past
  private var isShown = false

  private static let first = TimeSpan.milliseconds(500)
  private static let apart = TimeSpan.milliseconds(100)

  package init(_ mode: ProgressMode, writesToStandardOutput: Bool, _ clock: any Clock) {
    self.clock = clock
    start = clock.now
    let isUseful = isatty(2) == 1 && !(writesToStandardOutput && isatty(1) == 1)
    self.mode = mode == .auto && !isUseful ? .never : mode
  }

  /// Seconds since the start when it is time to show something; `nil` when it is not.
  package mutating func secondsIfDue() -> Double? {
    guard mode != .never else { return nil }
    let now = clock.now
    guard now >= start + Self.first, now >= lastShown + Self.apart else { return nil }
    lastShown = now
    return now.seconds(since: start)
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
}
