import SFTestSupport
import Testing

/// What a process leaves that ends as it should not.
@Suite struct SecretsTests {
  /// Whether a program that aborts leaves a file of its memory where it ran.
  static let leavesCores =
    (try? Shell.run("ulimit -c unlimited && sh -c 'kill -ABRT $$'; ls core*"))?.status == 0

  @Test(.enabled(if: leavesCores, "programs leave no core files here"))
  func `a venue that aborts leaves no file of its memory`() throws {
    let result = try LiveVenue.run(
      """
      ulimit -c unlimited
      start; mark; sleep 0.5
      kill -ABRT $venue; wait $venue || echo $?
      compgen -G 'core*' || :
      """)
    #expect(result.output == "134\n", "\(result.output)\n\(result.error)")
  }
}
