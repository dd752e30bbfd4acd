import SFCore
import SFIngest
import Testing

/// What comes out while an input stays open: time is a list of texts that come one by one.
@Suite struct LiveTests {
  private static let header = "time,open,high,low,close\n"

  private func options(_ change: (inout IngestOptions) -> Void = { _ in }) -> IngestOptions {
    .with {
      $0.interval = .minute
      $0.symbol = "A"
      change(&$0)
    }
  }

  @Test func `a bar is not held back for the next one`() throws {
    let source = ByteArraySource(live: [Self.header, "0,1,1,1,1\n", "60,2,2,2,2\n"])
    var ingest = Ingest([source], options())
    var step = Step()
    #expect(try ingest.next(&step))
    #expect(step.bars.count == 1 && source.left == 1, "the second row has not been read")
    #expect(try ingest.next(&step))
    #expect(step.bars[0].open == 2 && source.left == 0)
    #expect(try !ingest.next(&step))
  }

  @Test func `what is complete is written before a wait`() throws {
    let source = ByteArraySource(live: [Self.header, "0,1,1,1,1\n", "60,2,2,2,2\n"])
    var ingest = Ingest([source], options())
    var step = Step()
    let waits = Counter()
    ingest.onWaiting { waits.count += 1 }
    _ = try ingest.next(&step)
    let before = waits.count
    _ = try ingest.next(&step)
    #expect(waits.count > before)
  }

  private final class Counter { var count = 0 }

  @Test func `a duplicate of a bar that is out is dropped, another bar of its time is an error`()
    throws
  {
    let same = [Self.header, "0,1,1,1,1\n", "0,1,1,1,1\n", "60,1,1,1,1\n"]
    var ingest = Ingest([ByteArraySource(live: same)], options())
    let reading = try Reading.all(of: &ingest)
    #expect(reading.lines.count == 2)
    #expect(reading.notes == [.duplicates(1)])
    let other = [Self.header, "0,1,1,1,1\n", "0,2,2,2,2\n"]
    var failing = Ingest([ByteArraySource(live: other)], options())
    #expect(throws: IngestError.self) { try Reading.all(of: &failing) }
    var first = Ingest([ByteArraySource(live: other)], options { $0.onConflict = .first })
    #expect(try Reading.all(of: &first).lines.count == 1)
  }

  @Test func `a file of several symbols waits for the next time`() throws {
    let source = ByteArraySource(live: [
      "time,symbol,open,high,low,close\n", "0,A,1,1,1,1\n", "0,B,1,1,1,1\n", "60,A,1,1,1,1\n",
    ])
    var ingest = Ingest([source], .minutes)
    var step = Step()
    #expect(try ingest.next(&step))
    #expect(step.bars.count == 2)
  }

  @Test func `a mark says that a step of lines is complete`() throws {
    let bar =
      "{\"type\":\"bar\",\"ts\":\"2021-01-01T00:01:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\","
      + "\"open\":1.0,\"high\":1.0,\"low\":1.0,\"close\":1.0}\n"
    let mark = "{\"type\":\"mark\",\"ts\":\"2021-01-01T00:01:00.000Z\"}\n"
    let later = bar.replacing("00:01:00", with: "00:02:00")
    let source = ByteArraySource(live: [bar + mark, later])
    var ingest = Ingest([source], .init())
    var step = Step()
    #expect(try ingest.next(&step))
    #expect(source.left == 1)
  }
}
