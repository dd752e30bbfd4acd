import Foundation
import SFServe
import SFTestSupport
import Testing

/// In which order a serving process writes, syncs and shows, by what it asks of the system.
@Suite struct ServingOrderTests {
  private static let stages = ServedPlace.line([
    (
      "ingest",
      (ServedPlace.market + " --bars 400 --replay 6000x").split(separator: " ").map(String.init)
    ), ("mine", ["python3", "-u", "mine.py"]), ("features", ["sf-features", "sma:20"]),
  ])

  /// A line of a type before each mark.
  private static func mine(_ type: String) -> String {
    """
    import sys
    for line in sys.stdin:
        if line.startswith('{"type":"mark"'):
            sys.stdout.write(line.replace('"mark"', '"\(type)"'))
        sys.stdout.write(line)
    """
  }

  /// How often something was handed to a child while the journal of a stage had steps that were not
  /// on the disk, and whether anything was.
  private static func count(_ stage: String) -> String {
    """
    awk '/pwrite64\\([0-9]+<.*s\\/\(stage)\\/journal\\/.*jsonl>/ { open = 1 }
      /fdatasync\\([0-9]+<.*s\\/\(stage)\\/journal\\/.*jsonl>/ { open = 0 }
      / write\\([0-9]+<pipe:/ || /^write\\([0-9]+<pipe:/ { all++; if (open) early++ }
      END { print (early > 0 ? "early" : "synced"), (all > 100 ? "many" : "few") }' trace

    """
  }

  private static let trace =
    "strace -q -y -e trace=pwrite64,write,fdatasync -o trace sf-serve --session s -q"

  private static let canTrace = (try? Shell.run("strace -q -o /dev/null true").status) == 0

  @Test(
    .enabled(if: canTrace, "needs strace: bin/setup --tests"),
    arguments: [("decision", "synced"), ("control", "synced"), ("x_mine", "early")])
  func `what nothing can make once more is on the disk before anyone is shown it`(
    type: String, order: String
  ) throws {
    try ServedPlace.with { place in
      try place.plan(SessionPlan(stages: Self.stages))
      try place.write(Self.mine(type), to: "mine.py")
      let result = try place.run("\(Self.trace); \(Self.count("ingest"))\(Self.count("mine"))")
      #expect(result.output == "synced many\n\(order) many\n", "\(result.error)")
    }
  }

  @Test(.enabled(if: canTrace, "needs strace: bin/setup --tests"))
  func `a rehearsal does not wait for the disk`() throws {
    try ServedPlace.with { place in
      try place.plan(SessionPlan(stages: Self.stages, sync: .never))
      try place.write(Self.mine("decision"), to: "mine.py")
      let result = try place.run("\(Self.trace); grep -c fdatasync.*jsonl trace")
      #expect(result.output == "0\n", "\(result.error)")
    }
  }
}
