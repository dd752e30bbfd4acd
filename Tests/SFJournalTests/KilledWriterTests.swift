import Foundation
import SFCore
import SFJournal
import SFTestSupport
import Testing

/// A writer that is killed at any moment, and those who read its journal meanwhile.
@Suite struct KilledWriterTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  /// A step that is synced takes longer than a thousand others.
  @Test(arguments: [("write", 3_000), ("origin", 150)])
  func `killed again and again, it writes the stream, and followers see it once`(
    mode: String, steps: Int
  ) throws {
    let stream = SampleStream(steps, from: "2026-01-05T23:00:00.000Z", seed: 8)
    try place.write(stream.bytes, to: "stream")
    let run = try Shell.run(
      KillRounds.script + """
        echo 'exec journal-bench \(mode) "$1" --segment 40000 < stream > /dev/null' > write
        measure sh write measured
        mkdir journal
        printf '{"journal":1,"id":"0"}\\n' > journal/about
        timeout 100 sf-cat journal --follow > followed & follower=$!
        while more; do kill_within sh write journal; done
        sh write journal
        wait $follower; echo "follower $?"
        sf-cat journal | cmp - stream
        cmp followed stream
        sf-diff journal measured
        """, in: URL(fileURLWithPath: place.path))
    #expect(run.output == "follower 0\n")
    #expect(run.error == "")
    #expect(run.status == 0)
  }
}
