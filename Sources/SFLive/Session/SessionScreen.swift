import SFReport
import SFServe
import SFSession

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The table of a session's stages on a terminal, in place of the one before; nothing elsewhere.
struct SessionScreen {
  private let title: String
  private let isTerminal = isatty(2) == 1
  /// The lines that stand there now.
  private var lines = 0

  init(title: String) { self.title = title }

  mutating func show(_ status: SessionStatus) {
    guard isTerminal else { return }
    erase()
    let text = TableFormat.text.text([StatusTable.table(of: status, title: title)])
    lines = text.utf8.count { $0 == 10 }
    write(text)
  }

  /// Takes the table off the terminal.
  mutating func erase() {
    guard lines > 0 else { return }
    write("\u{1B}[\(lines)A\r\u{1B}[J")
    lines = 0
  }

  private func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      // Nowhere is left to say that standard error cannot be written.
      _ = Glibc.write(2, bytes.baseAddress, bytes.count)
    }
  }
}
