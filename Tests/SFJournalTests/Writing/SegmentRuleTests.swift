import SFCore
import SFJournal
import Testing

@Suite struct SegmentRuleTests {
  private func parts(
    _ marks: [Timestamp], behind head: Timestamp? = nil, segment: Timestamp? = nil, size: Int = 0,
    longest: Int = 1 << 20
  ) throws -> [StepPart] {
    let bytes = marks.flatMap { SampleStream.markLine($0) }
    return try bytes.withUnsafeBytes {
      try SegmentRule(longest: longest).parts(
        of: $0, behind: head, segment: segment, size: size, header: 10)
    }
  }

  @Test(
    arguments: [
      // Midnight belongs to the day that begins.
      (["2026-01-05T23:59:00.000Z", "2026-01-06T00:00:00.000Z"], 2),
      (["2026-01-05T23:58:00.000Z", "2026-01-05T23:59:59.999Z"], 1),
      // A leap day is one, and 1900 had none.
      (["2024-02-28T23:59:00.000Z", "2024-02-29T00:00:00.000Z", "2024-03-01T00:00:00.000Z"], 3),
      (["2024-02-29T12:00:00.000Z", "2024-02-29T23:59:59.999Z"], 1),
      (["1900-02-28T12:00:00.000Z", "1900-03-01T00:00:00.000Z"], 2),
      (["2025-12-31T23:59:00.000Z", "2026-01-01T00:00:00.000Z"], 2),
      // Days on which nothing closes have no segment.
      (["2026-01-05T12:00:00.000Z", "2026-01-09T12:00:00.000Z"], 2),
      // Before 1970 days begin at midnight, too.
      (["1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z"], 2),
    ] as [([Timestamp], Int)])
  func `a segment begins at each day`(marks: [Timestamp], segments: Int) throws {
    let parts = try parts(marks)
    #expect(parts.count == segments)
    #expect(parts.allSatisfy(\.beginsSegment) && parts.first?.first == marks.first)
    #expect(parts.last?.last == marks.last)
  }

  @Test func `steps of the day of the last segment go on in it`() throws {
    let marks: [Timestamp] = ["2026-01-05T23:59:00.000Z", "2026-01-06T00:00:00.000Z"]
    let parts = try parts(marks, segment: "2026-01-05T09:00:00.000Z", size: 100)
    #expect(parts.map(\.beginsSegment) == [false, true])
    let line = SampleStream.markLine(marks[0]).count
    #expect(parts.map(\.range) == [0..<line, line..<2 * line])
  }

  @Test func `a step that does not fit begins one, and a longer one has one of its own`() throws {
    let marks = (0..<5).map { "2026-01-05T09:00:00.000Z" + Int64($0) }
    let line = SampleStream.markLine(marks[0]).count
    // A header of 10 bytes and two steps fit.
    let some = try parts(marks, longest: 10 + 2 * line)
    #expect(some.map(\.first) == [marks[0], marks[2], marks[4]])
    #expect(try parts(marks, longest: 10 + 2 * line - 1).count == 5)
    #expect(try parts(marks, longest: 1).count == 5)
    let going = try parts(marks, segment: marks[0], size: 10 + line, longest: 10 + 2 * line)
    #expect(going.map(\.beginsSegment) == [false, true, true])
  }

  @Test(
    arguments: [
      ["2026-01-05T09:01:00.000Z", "2026-01-05T09:01:00.000Z"],
      ["2026-01-05T09:01:00.000Z", "2026-01-05T09:00:59.999Z"], ["2026-01-05T09:00:00.000Z"],
    ] as [[Timestamp]])
  func `marks that do not rise are refused`(marks: [Timestamp]) {
    let error = #expect(throws: JournalError.self) {
      try parts(marks, behind: "2026-01-05T09:00:00.000Z")
    }
    #expect(error?.exitStatus == .badData)
  }

  @Test func `what is kept is told by the first mark of the segment behind`() {
    let days = (0..<5).map { ("2024-02-27T00:00:00.000Z" as Timestamp) + $0 * 86_400_000 }
    let keep = Retention(.milliseconds(2 * 86_400_000))
    #expect(keep.limit(at: "2024-03-02T12:00:00.000Z") == "2024-02-29T12:00:00.000Z")
    #expect(Retention.dropped(of: days, olderThan: days[2]) == 2)
    #expect(Retention.dropped(of: days, olderThan: days[2] + -1) == 1)
    #expect(Retention.dropped(of: days, olderThan: .latest) == 4)
    #expect(Retention.dropped(of: [], olderThan: .latest) == 0)
  }
}
