import SFTestSupport
import Testing

/// Programs that never end are ended, with what they have written.
@Suite struct EndlessStageTests {
  @Test(arguments: [
    ("sf-check --stage --timeout 1s -- yes", 1, "found more than"),
    ("sf-lookahead --bars 20 -- yes", 69, "found more than"),
    (
      "sf-check --stage --timeout 100ms -- sh -c 'while :; do echo x; sleep 0.02; done'", 1,
      "did not end"
    ),
    (
      "sf-lookahead --bars 20 --timeout 100ms -- sh -c 'while :; do echo x; sleep 0.02; done'", 69,
      "did not end"
    ),
    ("sf-check --stage --timeout 1s -- sh -c 'cat > /dev/null; sleep 600'", 1, "did not end"),
  ])
  func `what never ends is ended`(command: String, status: Int, message: String) throws {
    let result = try Shell.run("(ulimit -d 300000; timeout 60 \(command)) 2>&1; echo $?")
    #expect(result.output.hasSuffix("\n\(status)\n"), "\(result.output.suffix(500))")
    #expect(result.output.contains(message), "\(result.output.suffix(500))")
  }
}
