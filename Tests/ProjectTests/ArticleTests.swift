import Foundation
import SFTestSupport
import Testing

/// The README does what it says.
///
/// Its `sh` blocks are run in their order in one directory; a `text` block behind one is what it
/// prints. `<!-- not run: reason -->` before a block excuses it, `<!-- file: PATH -->` says that a
/// block is that file. `SF_RECORD=1` writes what is there now; review is the diff.
@Suite(.serialized) struct ReadmeTests {
  static let isRecording = ProcessInfo.processInfo.environment["SF_RECORD"] == "1"

  @Test func `every command runs and prints what is shown`() throws {
    var readme = MarkdownBlocks(try Project.text("README.md"))
    #expect(readme.blocks.contains { $0.language == "sh" && $0.excuse == nil })
    try Project.withWorkplace { place in
      for index in readme.blocks.indices where readme.blocks[index].language == "sh" {
        let block = readme.blocks[index]
        if let excuse = block.excuse {
          #expect(!excuse.isEmpty, "README.md:\(block.line): say why the block is not run")
          continue
        }
        let result = try Project.run(block.text, in: place)
        #expect(result.status == 0, "README.md:\(block.line): \(result.error)")
        #expect(!result.error.contains("error:"), "README.md:\(block.line): \(result.error)")
        guard let shown = readme.output(of: index) else { continue }
        if Self.isRecording { readme.blocks[shown].text = result.output }
        #expect(
          readme.blocks[shown].text == result.output, "README.md:\(readme.blocks[shown].line)")
      }
    }
    if Self.isRecording { try record(readme) }
  }

  @Test func `every file that is shown is that file`() throws {
    var readme = MarkdownBlocks(try Project.text("README.md"))
    #expect(readme.blocks.contains { $0.file != nil })
    for index in readme.blocks.indices {
      guard let file = readme.blocks[index].file else { continue }
      guard Project.exists(file) else {
        Issue.record("README.md:\(readme.blocks[index].line): there is no \(file)")
        continue
      }
      let text = try Project.text(file)
      if Self.isRecording { readme.blocks[index].text = text }
      #expect(readme.blocks[index].text == text, "README.md shows another \(file)")
    }
    if Self.isRecording { try record(readme) }
  }

  @Test func `every path in it exists`() throws {
    let readme = try Project.text("README.md")
    for match in readme.matches(of: /\]\(([^)#:]+)\)/) {
      #expect(Project.exists(String(match.1)), "README.md links to \(match.1)")
    }
    let known = /`((?:Sources|Tests|bin|pipelines)\/[A-Za-z0-9_.\/-]+)`/
    for match in readme.matches(of: known) {
      #expect(Project.exists(String(match.1)), "README.md names \(match.1)")
    }
  }

  @Test func `blocks are read with their marks`() {
    let markdown = MarkdownBlocks(
      "a\n<!-- not run: why -->\n```sh\nls\n```\n\n```text\nb\n```\n<!-- file: x -->\n\n```swift\n```\n"
    )
    #expect(markdown.blocks.map(\.language) == ["sh", "text", "swift"])
    #expect(markdown.blocks.map(\.text) == ["ls\n", "b\n", ""])
    #expect(markdown.blocks[0].excuse == "why" && markdown.blocks[2].file == "x")
    #expect(markdown.output(of: 0) == 1 && markdown.output(of: 1) == nil)
  }

  /// Two tests record, one after the other, each from the text as the other left it.
  private func record(_ readme: MarkdownBlocks) throws {
    try Data(readme.markdown.utf8).write(to: Project.root.appendingPathComponent("README.md"))
  }
}
