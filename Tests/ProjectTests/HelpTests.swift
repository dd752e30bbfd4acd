import Foundation
import SFTestSupport
import Testing

/// What every tool says of itself, and that it is so.
@Suite struct HelpTests {
  /// The commands between EXAMPLES and EXIT CODES: a comment, then the command to the next blank
  /// line, as it is printed.
  static func examples(of tool: String) throws -> [String] {
    let help = try Shell.run("\(tool) --help").output
    guard let begin = help.range(of: "EXAMPLES:\n"), let end = help.range(of: "\nEXIT CODES:")
    else { return [] }
    let text = String(help[begin.upperBound..<end.lowerBound])
    return text.components(separatedBy: "\n\n").compactMap { paragraph in
      let lines = paragraph.split(separator: "\n").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard lines.first?.hasPrefix("#") == true else { return nil }
      return lines.drop { $0.hasPrefix("#") }.joined(separator: "\n")
    }
  }

  @Test(arguments: Project.tools)
  func `help begins with three examples`(tool: String) throws {
    let help = try Shell.run("\(tool) --help")
    #expect(help.status == 0 && help.error.isEmpty)
    let examples = try #require(help.output.range(of: "EXAMPLES:\n"))
    let options = try #require(help.output.range(of: "USAGE:"))
    #expect(examples.lowerBound < options.lowerBound)
    #expect(try Self.examples(of: tool).count == 3)
  }

  @Test(arguments: Project.tools)
  func `help is wrapped once, and ends with what all tools share`(tool: String) throws {
    let help = try Shell.run("\(tool) --help").output
    let usage = try #require(help.range(of: "\nUSAGE:"))
    for line in help[usage.upperBound...].split(separator: "\n").dropFirst() {
      #expect(line.count <= 80, "\(line)")
    }
    let titles = help[usage.upperBound...].matches(of: /\n([A-Z][A-Z ,]+):\n/).map { String($0.1) }
    let shared = ["STREAM", "CHECKPOINTS", "MESSAGES", "CONFIGURATION", "HELP"]
    #expect(Array(titles.suffix(3)) == Array(shared.suffix(3)), "\(titles)")
    #expect(titles.drop { !shared.contains($0) }.allSatisfy(shared.contains), "\(titles)")
    #expect(Set(titles).count == titles.count, "\(titles)")
    for line in ["  -h  ", "  --help  ", "  -V, --version  "] {
      #expect(help.contains("\n" + line))
    }
  }

  @Test(.enabled(if: Shell.has("script", "stty"), "needs script"), arguments: [44, 120])
  func `help fits the terminal`(width: Int) throws {
    let help = try Shell.run(
      "script -qec 'stty cols \(width) && sf-cat --help' /dev/null | tr -d '\\r'"
    ).output
    let usage = try #require(help.range(of: "\nUSAGE:"))
    let lines = help[usage.upperBound...].split(separator: "\n").dropFirst()
    let longest = lines.map(\.count).max() ?? 0
    #expect(longest <= width && longest > width - 20)
  }

  /// In their order and in one directory: one may read what another wrote.
  @Test(arguments: Project.tools)
  func `the examples run as printed`(tool: String) throws {
    // Parquet is written by a program of the user's.
    if tool == "sf-export", try Shell.run("duckdb --version").status != 0 { return }
    try Project.withWorkplace { place in
      for command in try Self.examples(of: tool) {
        let result = try Project.run(command, in: place)
        #expect(result.status == 0, "\(command)\n\(result.error)")
        #expect(!result.error.contains("error:"), "\(command)\n\(result.error)")
      }
    }
  }

  @Test(arguments: Project.tools)
  func `version names the tool and the protocol`(tool: String) throws {
    let version = try changelogVersion()
    for option in ["--version", "-V"] {
      let result = try Shell.run("\(tool) \(option)")
      #expect(result.output == "\(tool) \(version) (protocol 1)\n" && result.status == 0)
    }
    let json = try Shell.run("\(tool) --version --json").output
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(object?["tool"] as? String == tool)
    #expect(object?["protocol"] as? Int == 1)
  }

  @Test(arguments: Project.tools, ["bash", "zsh", "fish"])
  func `completions are generated`(tool: String, shell: String) throws {
    let script = try Shell.run("\(tool) --generate-completion-script \(shell)")
    #expect(script.status == 0)
    #expect(script.output.contains(tool), "completes \(tool)")
    if shell == "bash" { #expect(try Shell.run("bash -n", input: script.output).status == 0) }
  }

  @Test(arguments: Project.tools)
  func `the parser's description feeds the manual page`(tool: String) throws {
    let description = try Shell.run("\(tool) --experimental-dump-help")
    #expect(description.status == 0)
    #expect(description.output.contains("\"commandName\" : \"\(tool)\""))
  }

  /// The newest version in CHANGELOG.md: `## 0.1.0`, below what is not released.
  private func changelogVersion() throws -> String {
    let heading = try #require(
      try Project.lines("CHANGELOG.md").first {
        $0.text.hasPrefix("## ") && $0.text != "## Unreleased"
      })
    return String(heading.text.dropFirst(3).prefix { $0 != " " })
  }
}
