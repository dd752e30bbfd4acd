import Logging

extension Logger {
  /// Says that a journal has not ended: what comes of it is of what is there, and that is whole.
  package func sayOpen(_ path: String) {
    notice("\(path): the journal is open: it has no end yet, and was read as far as it goes")
  }
}
