import SFCore

/// Steps that go into one segment.
package struct StepPart: Equatable {
  package let range: Range<Int>
  package let first: Timestamp
  package let last: Timestamp
  /// Whether a segment begins with them.
  package let beginsSegment: Bool

  /// The same part, with the step that ends at a place.
  mutating func extend(to place: MarkPlace) {
    self = StepPart(
      range: range.lowerBound..<place.end, first: first, last: place.mark,
      beginsSegment: beginsSegment)
  }
}
