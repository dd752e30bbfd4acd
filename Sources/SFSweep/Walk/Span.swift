import ArgumentParser
import SFCore

/// A length of time on the command line: `180d`, `12h`, `2w`.
package struct Span: ExpressibleByArgument, Hashable, Sendable {
  package let milliseconds: Int64

  private static let units: [(letter: Character, milliseconds: Int64)] = [
    ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", Timestamp.millisecondsPerDay),
    ("w", 7 * Timestamp.millisecondsPerDay),
  ]

  /// `nil` unless it is a number and one of `s m h d w`.
  package init?(argument: String) {
    guard let unit = Self.units.first(where: { $0.letter == argument.last }),
      let count = Int64(argument.dropLast()), (0...1_000_000).contains(count)
    else { return nil }
    milliseconds = count * unit.milliseconds
  }

  /// The same, with what was expected in the refusal.
  init(text: String) throws {
    guard let span = Span(argument: text) else {
      throw ValidationError("expected a number and one of s m h d w, such as 30d")
    }
    self = span
  }
}
