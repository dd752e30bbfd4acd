import SFCore
import SFRun
import SFTransport

/// Writes the status where something has changed, and not more often than once a second: a session at
/// rest is at rest.
struct StatusWriter {
  private let path: String
  private var last = Moment.past
  private var isDue = true

  private static let pause = TimeSpan.seconds(1)

  init(_ path: String) { self.path = path }

  mutating func note() { isDue = true }

  /// When it is to be written; never while nothing has changed.
  var deadline: Moment { isDue ? last + Self.pause : .never }

  /// Writes it if it is due. A full disk is no reason to stop serving: the next change tries again.
  mutating func write(_ now: Moment, _ status: () -> SessionStatus) {
    guard isDue, now >= deadline else { return }
    (last, isDue) = (now, false)
    // What could not be written is written at the next change.
    if (try? AtomicFile.write(status().text, to: path)) == nil { isDue = true }
  }

  /// Writes the last one, before the process ends.
  mutating func finish(_ status: SessionStatus) throws {
    try AtomicFile.write(status.text, to: path)
  }
}
