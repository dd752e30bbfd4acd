import SFCore
import SFJournal

/// Holds what a stage writes again against what stands in its journal, byte for byte.
package struct RepeatCheck {
  /// Where the two differ.
  package struct Difference: Equatable, Sendable {
    /// The last mark up to which they are equal; `nil` for none.
    package let behind: Timestamp?
    /// The lines without their line feeds; empty where there is none.
    package let found: String
    package let expected: String

    package init(behind mark: Timestamp?, found: String, expected: String) {
      (behind, self.found, self.expected) = (mark, found, expected)
    }
  }

  package enum Verdict: Equatable {
    /// All of it is what stands in the journal: more is to come.
    case more
    /// What the journal has behind this mark is needed to go on.
    case needs(behind: Timestamp?)
    /// What follows is new: the journal ends here.
    case isNew
    case differs(Difference)
  }

  /// The last mark of the journal.
  private let target: Timestamp
  /// Up to where both are equal, by the marks that have been passed.
  private var equal: Timestamp?
  /// The mark up to which `expected` leads.
  private var reach: Timestamp?
  private var expected: ArraySlice<UInt8> = []

  package init(behind mark: Timestamp?, upTo target: Timestamp) {
    self.target = target
    (equal, reach) = (mark, mark)
  }

  /// Gives what the journal has behind the mark that was asked for.
  package mutating func expect(_ steps: [UInt8], upTo mark: Timestamp) {
    expected = steps[...]
    reach = mark
  }

  /// Takes whole steps from a place on, which moves behind what was compared.
  package mutating func take(
    _ steps: UnsafeRawBufferPointer, from place: inout Int
  ) -> Verdict {
    while true {
      if expected.isEmpty {
        equal = reach
        if let equal, equal >= target { return .isNew }
        return place < steps.count ? .needs(behind: reach) : .more
      }
      if place == steps.count { return .more }
      let rest = UnsafeRawBufferPointer(rebasing: steps[place...])
      let count = min(rest.count, expected.count)
      let same = Self.countOfSame(rest, expected, count)
      guard same == count else { return .differs(difference(rest, at: same)) }
      place += count
      pass(count)
    }
  }

  private mutating func pass(_ count: Int) {
    expected.withUnsafeBytes { bytes in
      let passed = UnsafeRawBufferPointer(rebasing: bytes[..<count])
      if let last = StepScanner.last(in: passed) { equal = last.mark }
    }
    expected = expected.dropFirst(count)
  }

  private static func countOfSame(
    _ a: UnsafeRawBufferPointer, _ b: ArraySlice<UInt8>, _ count: Int
  ) -> Int {
    b.withUnsafeBytes { b in
      if a[..<count].elementsEqual(b[..<count]) { return count }
      return (0..<count).first { a[$0] != b[$0] } ?? count
    }
  }

  private func difference(_ found: UnsafeRawBufferPointer, at place: Int) -> Difference {
    // Both are at the start of a step here: each was given whole steps, and what is equal ends alike.
    let expected = Array(expected)
    let last = StepScanner.last(in: UnsafeRawBufferPointer(rebasing: found[..<place]))?.mark
    return Difference(
      behind: last ?? equal, found: Self.line(Array(found), at: place),
      expected: Self.line(expected, at: place))
  }

  private static func line(_ bytes: [UInt8], at place: Int) -> String {
    let start = bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: 10) ?? bytes.endIndex
    return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  }
}
