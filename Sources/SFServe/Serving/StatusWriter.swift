import SFCore
import SFRun
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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
    let text = status().text
    // Why it could not be written, the stages say.
    if (try? AtomicFile.write(text, to: path)) != nil { return }
    // What could not be written is written at the next change.
    if !overwrite(text) { isDue = true }
  }

  /// Says it in the place of what the file has: a full disk has no room for another file, and that is
  /// what there is to say. Blanks before the end fill what was longer.
  private func overwrite(_ text: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let length = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    var bytes = Array(text.utf8.dropLast())
    bytes += Array(repeating: 32, count: max(0, length - bytes.count - 1)) + [10]
    return pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
  }

  /// Writes the last one, before the process ends.
  mutating func finish(_ status: SessionStatus) throws {
    try AtomicFile.write(status.text, to: path)
  }
}
