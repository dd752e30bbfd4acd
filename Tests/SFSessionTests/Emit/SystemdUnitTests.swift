import SFSession
import SFTestSupport
import Testing

@Suite struct SystemdUnitTests {
  static let hasSystemd = Shell.has("systemd-analyze")

  private let unit = SystemdUnit(
    name: "signalflow-paper.service", description: "A session at 100 %",
    words: ["/bin/true", "run", "-f", "/tmp/a b/50%.sh", "--also", "x:y=$z", "it's \"so\"\\"],
    directory: "/tmp/a b/%", path: "/opt/a b/bin:/bin")

  @Test func `words come back as they were`() {
    #expect(
      unit.text.contains(
        """
        ExecStart=/bin/true run -f "/tmp/a b/50%%.sh" --also "x:y=$$z" "it's \\"so\\"\\\\"
        """), "\(unit.text)")
    #expect(unit.text.contains("Environment=\"PATH=/opt/a b/bin:/bin\"\n"))
    #expect(unit.text.contains("WorkingDirectory=/tmp/a b/%%\n"))
    #expect(unit.text.contains("Description=A session at 100 %%\n"))
  }

  @Test(arguments: [("a/b c", "a_b_c"), ("paper-1.x", "paper-1.x"), ("ü", "_")])
  func `a name has nothing that systemd escapes`(text: String, name: String) {
    #expect(SystemdUnit.name(of: text) == name)
  }

  @Test(.enabled(if: hasSystemd, "needs systemd-analyze"))
  func `systemd finds nothing wrong with it`() throws {
    let result = try Shell.run(
      "cat > signalflow-paper.service; systemd-analyze verify ./signalflow-paper.service",
      input: unit.text)
    #expect(result.status == 0 && result.error == "" && result.output == "", "\(result.error)")
  }
}
