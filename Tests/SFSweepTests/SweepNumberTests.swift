import SFTestSupport
import Testing

/// Numbers of a sweep that cannot be meant end in a sentence.
@Suite struct SweepNumberTests {
  private static let pipeline = "'sf-ingest --synthetic | sf-features sma:{n}'"

  @Test(arguments: [
    ("sf-sweep --grid n=-90000000000..90000000000:1 -n", 78, "has too many values"),
    ("sf-sweep --grid n=0..9000:0.001 -n", 78, "has 9000001 values"),
    (
      "sf-sweep --grid n=1..3:1 --chunk 9223372036854775807/9223372036854775807 -n", 64,
      "is no part: expected K/N"
    ),
    ("sf-sweep --grid n=1..3:1 --emit parallel --directory $'a\\nb'", 64, "--directory must be"),
    ("sf-sweep --grid n=1..3:1 --emit slurm --directory 'a b'", 64, "--directory must be"),
    (
      "sf-walk --train 1h --test 1ms -- sf-sweep --grid n=1..3:1", 78,
      "makes more than 100000 folds"
    ),
  ])
  func `is refused`(command: String, status: Int, message: String) throws {
    let result = try Shell.run("timeout 60 \(command) \(Self.pipeline) > out; echo $?")
    #expect(result.output == "\(status)\n", "\(command): \(result)")
    #expect(result.error.contains(message), "\(command): \(result.error)")
  }

  @Test func `more parts than trials are empty parts, and the ends of a draw are drawn`() throws {
    let result = try Shell.run(
      """
      sf-sweep --grid n=1..3:1 --chunk 1/1000000 -n \(Self.pipeline) | wc -l
      sf-sweep --grid n=1..3:1 --chunk 1000000/1000000 -n \(Self.pipeline) | wc -l
      sf-sweep --random 9 --draw 'n=uniform(92233720368,92233720368.5)' -n \(Self.pipeline) | wc -l
      """)
    #expect(result.output == "0\n1\n9\n", "\(result)")
  }
}
