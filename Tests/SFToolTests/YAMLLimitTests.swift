import SFTestSupport
import Testing

/// A file of configuration that is larger, deeper or wider than any has a reason to be ends in a
/// sentence, with place, before it costs time or memory.
@Suite struct YAMLLimitTests {
  /// Nine levels of nine aliases are half a billion values.
  @Test func `aliases that multiply end in a sentence`() throws {
    var yaml = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
      yaml += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let result = try Shell.run(
      "cat > sf.yaml; ulimit -v 2000000; timeout 20 sf-features --show-config; echo $?", input: yaml
    )
    #expect(result.output == "78\n", "\(result)")
    #expect(result.error.contains("found more than 100000 values, aliases counted"))
  }

  /// Ten thousand times a text of 100 kB is a gigabyte.
  @Test func `aliases of a long text end in a sentence`() throws {
    let aliases = Array(repeating: "*t", count: 10_000).joined(separator: ",")
    let result = try Shell.run(
      "cat > sf.yaml; ulimit -v 1000000; timeout 20 sf-features --show-config; echo $?",
      input: "features: {forward: [&t \(String(repeating: "x", count: 100_000)),\(aliases)]}\n")
    #expect(result.output == "78\n", "\(result)")
    #expect(
      result.error.hasPrefix(
        "sf.yaml:1:22: error: found more than 16 MiB of text, aliases counted, expected less"))
  }

  /// What merely lies where a tool is started is read when it is a file, and waited for never.
  @Test func `a pipe that is named like a configuration is waited for by nobody`() throws {
    let result = try Shell.run(
      """
      mkfifo sf.yaml; timeout 20 sf-features sma:3 < /dev/null; echo $?
      mkdir -p home/sf; mkfifo home/sf/config.yaml; rm sf.yaml
      XDG_CONFIG_HOME=$PWD/home timeout 20 sf-features sma:3 < /dev/null; echo $?
      rm -r home; printf 'features: {specs: [sma:3]}\n' | timeout 20 sf-features --config /dev/stdin --show-config | grep specs
      """)
    #expect(result.output.hasPrefix("78\n78\n"), "\(result)")
    #expect(result.output.contains("sma:3"), "\(result)")
    #expect(
      result.error.hasPrefix(
        "sf-features: error: found 'sf.yaml', which is no regular file, expected one"),
      "\(result.error)")
  }

  @Test func `a long line of many values takes no time by its square`() throws {
    let yaml = "features: {forward: [" + Array(repeating: "é", count: 90_000).joined(separator: ",")
    let result = try Shell.run(
      "cat > sf.yaml; timeout 20 sf-features --show-config > shown; echo $?; tail -c 3 shown",
      input: yaml + "]}\n")
    #expect(result.output.hasPrefix("0\n"), "\(result.output) \(result.error)")
  }

  @Test(arguments: [
    "'['*100000", "'{a: '*100000", "'- '*50000", "'\\n'.join(' '*i+'a:' for i in range(900))",
  ])
  func `a depth without end is one`(text: String) throws {
    let result = try Shell.run(
      "python3 -c \"print(\(text))\" > deep.yaml; timeout 20 sf-features --config deep.yaml x; echo $?"
    )
    #expect(result.output == "78\n", "\(result)")
    #expect(result.error.contains("deep.yaml:"), "\(result.error.prefix(300))")
  }

  @Test func `a file without end is one that is too long`() throws {
    let result = try Shell.run(
      "ulimit -v 2000000; timeout 60 sf-features --config /dev/zero sma:3; echo $?")
    #expect(result.output == "65\n", "\(result)")
    #expect(result.error.contains("found more than 128 MiB in '/dev/zero'"))
  }
}
