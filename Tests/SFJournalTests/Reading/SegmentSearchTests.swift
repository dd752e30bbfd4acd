import SFCore
import SFJournal
import SFTestSupport
import Testing

@Suite struct SegmentSearchTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// Lines of random length, so that marks stand where no rule would expect them.
  @Test(arguments: [0, 1, 2, 50, 700])
  func `halving finds what reading all of it finds`(count: Int) throws {
    let stream = SampleStream(count, every: 1_000, seed: UInt64(count))
    try place.write(stream.header + stream.steps.flatMap { $0 }, to: "segment")
    let search = try #require(try SegmentSearch(place.file("segment")))
    var end = stream.header.count
    let ends = stream.steps.map { step in
      end += step.count
      return end
    }
    let start: Timestamp = "2026-01-05T09:00:00.000Z"
    #expect(try search.lastMark(upTo: start + -1) == nil)
    for (index, mark) in stream.marks.enumerated() {
      for late in [0, 1, 999] as [Int64] {
        let found = try search.lastMark(upTo: mark + late)
        #expect(found?.mark == mark && found?.end == ends[index], "\(mark) + \(late)")
      }
    }
    #expect(try search.lastMark(upTo: .latest)?.mark == stream.marks.last)
    #expect(try search.lastMark()?.mark == stream.marks.last)
    for (index, end) in ends.enumerated() {
      #expect(try search.lastMark(before: end)?.mark == stream.marks[index])
    }
    #expect(search.header == stream.header)
  }

  /// A line may have a mebibyte.
  @Test func `long lines are passed over`() throws {
    let text = String(repeating: "x", count: 1 << 20)
    let marks = SampleStream(9).marks
    var bytes = SampleStream(0).header
    for (index, mark) in marks.enumerated() {
      if index % 3 == 1 { bytes += Array("{\"type\":\"x_note\",\"text\":\"\(text)\"}\n".utf8) }
      bytes += SampleStream.markLine(mark)
    }
    try place.write(bytes, to: "segment")
    let search = try #require(try SegmentSearch(place.file("segment")))
    for mark in marks { #expect(try search.lastMark(upTo: mark)?.mark == mark) }
    #expect(try search.lastMark()?.mark == marks.last)
  }

  @Test func `a file without a whole line is none yet`() throws {
    #expect(try SegmentSearch(place.file("absent")) == nil)
    try place.write([], to: "segment")
    #expect(try SegmentSearch(place.file("segment")) == nil)
    try place.write(SampleStream(0).header.dropLast(), to: "segment")
    #expect(try SegmentSearch(place.file("segment")) == nil)
  }
}
