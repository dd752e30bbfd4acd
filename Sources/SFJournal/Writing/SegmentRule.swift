import SFCore

/// Where segments begin: at each day of UTC, and where a step does not fit any more.
package struct SegmentRule: Equatable {
  /// Bytes; a step that is longer has a segment of its own.
  let longest: Int

  package init(longest: Int) { self.longest = longest }

  /// Cuts whole steps into what goes into one segment each; `size` bytes stand in the one that
  /// began with `segment`, which is `nil` before the first.
  ///
  /// Refuses marks that do not rise, the first behind `head`.
  package func parts(
    of steps: UnsafeRawBufferPointer, behind head: Timestamp?, segment: Timestamp?, size: Int,
    header: Int
  ) throws(JournalError) -> [StepPart] {
    var (parts, segment, size, head, start) = ([StepPart](), segment, size, head, 0)
    var scanner = StepScanner(steps)
    while let place = scanner.next() {
      if let head, place.mark <= head {
        throw JournalError(
          .badData, "found mark \(place.mark) behind mark \(head), expected a later one")
      }
      let length = place.end - start
      let isFull = size + length > longest && size > header
      let begins = segment.map { isFull || $0.day != place.mark.day } ?? true
      if begins {
        (segment, size) = (place.mark, header)
      }
      if begins || parts.isEmpty {
        parts.append(
          StepPart(
            range: start..<place.end, first: place.mark, last: place.mark, beginsSegment: begins))
      } else {
        parts[parts.count - 1].extend(to: place)
      }
      (head, start, size) = (place.mark, place.end, size + length)
    }
    precondition(start == steps.count, "a journal is given whole steps")
    return parts
  }
}
