import SFCore
import SFJournal
import Testing

@Suite struct StepScannerTests {
  private let stream = SampleStream(20, seed: 3)

  @Test func `finds each mark, and where its line stands`() {
    let bytes = stream.steps.flatMap { $0 }
    let places = all(bytes)
    #expect(places.map(\.mark) == stream.marks)
    var end = 0
    for (place, step) in zip(places, stream.steps) {
      end += step.count
      #expect(place.end == end)
      #expect(Array(bytes[place.start..<place.end]) == SampleStream.markLine(place.mark))
    }
  }

  /// Cut anywhere, only whole lines count, forwards as backwards.
  @Test func `half a mark is none`() {
    let bytes = stream.steps.prefix(3).flatMap { $0 }
    let ends = all(bytes).map(\.end)
    for length in 0...bytes.count {
      let cut = Array(bytes[..<length])
      let expected = ends.filter { $0 <= length }
      #expect(all(cut).map(\.end) == expected, "of \(length)")
      #expect(
        cut.withUnsafeBytes { StepScanner.last(in: $0)?.end } == expected.last, "of \(length)")
      #expect(
        bytes.withUnsafeBytes { StepScanner.last(in: $0, upTo: length)?.end } == expected.last,
        "up to \(length)")
    }
  }

  @Test func `lines of a foreign stage are read as ours`() {
    let text = """
      {"ts": "2026-01-05T09:31:00.000Z", "symbol": "A", "type": "bar"}
      {"type": "mark", "ts": "2026-01-05T09:31:00.000Z"}
      {"type": "x_note", "text": "{\\"type\\":\\"mark\\"}"}
      {"ts": "2026-01-05T09:32:00.000Z", "type": "mark"}

      """
    #expect(
      all(Array(text.utf8)).map(\.mark) == ["2026-01-05T09:31:00.000Z", "2026-01-05T09:32:00.000Z"])
  }

  @Test func `the end is told from other lines, with its line feed or without`() {
    #expect(stream.tail.withUnsafeBytes { StepScanner.isEnd($0) })
    #expect(Array(stream.tail.dropLast()).withUnsafeBytes { StepScanner.isEnd($0) })
    #expect(!stream.header.withUnsafeBytes { StepScanner.isEnd($0) })
    #expect(![UInt8]().withUnsafeBytes { StepScanner.isEnd($0) })
  }

  private func all(_ bytes: [UInt8]) -> [MarkPlace] {
    bytes.withUnsafeBytes {
      var (places, scanner) = ([MarkPlace](), StepScanner($0))
      while let place = scanner.next() { places.append(place) }
      return places
    }
  }
}
