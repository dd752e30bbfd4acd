import Foundation
import Testing

/// Where things are, and how large they may be.
@Suite struct LayoutTests {
  /// Everything that stands at the top, so that a reader finds the way by names.
  static let top: Set<String> = [
    ".ci", ".editorconfig", ".git", ".gitignore", ".swift-format", ".swiftpm", "CHANGELOG.md",
    "CONTRIBUTING.md", "LICENSE", "Package.resolved", "Package.swift", "README.md", "Sources",
    "Tests", "bin", "out", "pipelines",
  ]

  /// Files that are longer than the limit, each with its reason.
  static let long = ["Sources/SFCore/PowersOfTen.swift": "a table of numbers"]

  static let limit = 300

  @Test func `the top holds what a reader expects`() throws {
    for entry in try Project.entries(".") where !entry.hasPrefix(".build") {
      #expect(Self.top.contains(entry), "\(entry): has no place at the top")
    }
  }

  @Test func `no source file is longer than 300 lines`() throws {
    let paths = try Project.files(in: "Sources") + Project.files(in: "Tests")
    for path in paths where Self.long[path] == nil {
      let count =
        try Project.text(path).split(separator: "\n", omittingEmptySubsequences: false)
        .count - 1
      #expect(count <= Self.limit, "\(path): \(count) lines, perhaps two ideas")
    }
  }

  @Test func `every exception is still one`() throws {
    for path in Self.long.keys { #expect(Project.exists(path), "\(path) is gone") }
  }

  @Test func `a feature stands in the folder of its group`() throws {
    let group = /static let group = FeatureGroup\.(\w+)/
    var count = 0
    for path in try Project.files(in: "Sources/SFFeatures") {
      let text = try Project.text(path)
      let name = try group.firstMatch(in: text).map { String($0.output.1) }
      guard let name = name ?? (text.contains(": AcrossFeature {") ? "across" : nil) else {
        continue
      }
      count += 1
      let folder = name.prefix(1).uppercased() + name.dropFirst()
      #expect(path.hasPrefix("Sources/SFFeatures/\(folder)/"), "\(path): its group is \(name)")
    }
    #expect(count > 100)
  }

  static let longestReadme = 250

  @Test func `the README is read in one go`() throws {
    let count = try Project.lines("README.md").count - 1
    #expect(
      count <= Self.longestReadme,
      "README.md: \(count) lines; what explains more is an article in Sources/SignalFlow")
  }

  @Test func `the map in the README has every target`() throws {
    let rows = try Project.lines("README.md").map(\.text)
      .drop { $0 != "| Target | What is in it |" }.prefix { $0.hasPrefix("|") }
    let names = rows.dropFirst(2).flatMap { row in
      row.split(separator: "|")[0].matches(of: /`([^`]+)`/).map { String($0.1) }
    }
    let targets = try Project.entries("Sources").filter { !Project.tools.contains($0) }
    #expect(names.sorted() == targets, "a row in 'Where things are' for each folder of Sources")
  }

  @Test(arguments: Project.tools)
  func `a tool has its link, its golden cases and its row in the README`(tool: String) throws {
    let link = Project.root.appendingPathComponent("bin/\(tool)").path
    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
    #expect(target == "sf", "bin/\(tool) must be a link to sf")
    let cases = (try? Project.entries("Tests/GoldenTests/Cases/\(tool)")) ?? []
    #expect(!cases.isEmpty, "Tests/GoldenTests/Cases/\(tool) must hold a case")
    #expect(
      try Project.text("README.md").contains("\n| `\(tool)` |"),
      "README.md must have a row for \(tool)")
  }

  @Test func `every link in bin leads to a tool`() throws {
    let links = try Project.entries("bin").filter { $0.hasPrefix("sf-") }
    #expect(!links.isEmpty && links == Project.tools)
  }

  @Test func `a tool is an entry point and nothing else`() throws {
    for tool in Project.tools {
      #expect(try Project.entries("Sources/\(tool)") == ["Main.swift"])
      #expect(try Project.lines("Sources/\(tool)/Main.swift").count <= 20)
    }
  }

  @Test func `no words that hide a failure or postpone work`() throws {
    let words: [(word: String, instead: String)] = [
      ("fatalError(", "throw a ReportableError, or state a precondition"),
      ("as!", "as? with the error that belongs there"),
      ("try!", "try with the error that belongs there"),
      ("TODO", "do it, or describe what is there"),
      ("FIXME", "do it, or describe what is there"),
    ]
    for path in try Project.files(in: "Sources") {
      let lines = try Project.lines(path)
      for (index, line) in lines.enumerated() {
        for (word, instead) in words where hasWord(word, in: line.text) {
          Issue.record("\(line): '\(word)'; use this instead: \(instead)")
        }
        let hasReason =
          line.text.contains("//") || index > 0 && lines[index - 1].text.contains("//")
        if hasWord("try?", in: code(line.text)), !hasReason {
          Issue.record("\(line): 'try?' hides a failure: handle it, or say why it may be lost")
        }
      }
    }
  }

  /// Whether the word stands there, and not as the end of another (`StageEntry?`).
  private func hasWord(_ word: String, in line: String) -> Bool {
    line.ranges(of: word).contains { range in
      range.lowerBound == line.startIndex
        || !line[line.index(before: range.lowerBound)].isLetter
    }
  }
}
