import Foundation
import SFTestSupport
import Testing

/// The README and the articles of the catalogs do what they say.
///
/// The `sh` blocks of each are run in their order in one directory, which at first holds nothing but
/// the project's `bin` and `pipelines`; a `text` block behind one is what it prints.
///
///     <!-- not run: reason -->    before a block excuses it
///     <!-- needs: COMMAND -->     the block is run where the command succeeds
///     <!-- file: PATH -->         the block is that file
///
/// `SF_RECORD=1` writes what is there now; review is the diff.
@Suite struct ArticleTests {
  static let isRecording = ProcessInfo.processInfo.environment["SF_RECORD"] == "1"

  @Test func `the articles are found`() {
    let names = Article.inCatalogs.map(\.name)
    for name in ["SignalFlow", "FirstStrategy", "Protocol", "LineTypes", "Trading", "Components"] {
      #expect(names.contains(name))
    }
    #expect(Set(names).count == names.count, "DocC knows articles by their names: \(names)")
  }

  @Test(arguments: Article.all)
  func `every command runs and prints what is shown, every file is that file`(
    article: Article
  ) throws {
    var text = MarkdownBlocks(try article.markdown())
    try Project.withEmptyWorkplace { place in
      for index in text.blocks.indices {
        let location = "\(article.path):\(text.blocks[index].line)"
        try prove(index, of: &text, in: place, location)
      }
    }
    if Self.isRecording { try article.record(text.markdown) }
  }

  private func prove(
    _ index: Int, of text: inout MarkdownBlocks, in place: URL, _ location: String
  ) throws {
    let block = text.blocks[index]
    if let excuse = block.excuse {
      #expect(!excuse.isEmpty, "\(location): say why the block is not run")
    } else if let file = block.file {
      guard Project.exists(file) else {
        Issue.record("\(location): there is no \(file)")
        return
      }
      let content = try Project.text(file)
      if Self.isRecording { text.blocks[index].text = content }
      #expect(text.blocks[index].text == content, "\(location): shows another \(file)")
    } else if block.language == "sh" {
      try run(index, of: &text, in: place, location)
    } else {
      #expect(
        index > 0 && text.output(of: index - 1) == index,
        "\(location): a block that nothing proves: run it, name its file, or say why not")
    }
  }

  private func run(
    _ index: Int, of text: inout MarkdownBlocks, in place: URL, _ location: String
  ) throws {
    let block = text.blocks[index]
    if let need = block.need, try Project.run(need, in: place).status != 0 { return }
    let result = try Project.run(block.text, in: place)
    #expect(result.status == 0, "\(location): \(result.error)")
    #expect(!result.error.contains("error:"), "\(location): \(result.error)")
    guard let shown = text.output(of: index) else { return }
    if Self.isRecording { text.blocks[shown].text = result.output }
    #expect(text.blocks[shown].text == result.output, "\(location)")
  }

  @Test(arguments: Article.all)
  func `every path in it exists`(article: Article) throws {
    let text = try article.markdown()
    for match in text.matches(of: /\]\(([^)#:]+)\)/) {
      #expect(Project.exists(String(match.1)), "\(article.path) links to \(match.1)")
    }
    let known = /`((?:Sources|Tests|bin|pipelines)\/[A-Za-z0-9_.\/-]+)`/
    for match in text.matches(of: known) {
      #expect(Project.exists(String(match.1)), "\(article.path) names \(match.1)")
    }
  }

  /// DocC says so too, where it is run: `bin/docs --check`.
  @Test(arguments: Article.all)
  func `every article that it names is there`(article: Article) throws {
    let names = Article.inCatalogs.map(\.name)
    for match in try article.markdown().matches(of: /<doc:([A-Za-z]+)[^>]*>/) {
      #expect(names.contains(String(match.1)), "\(article.path) names doc:\(match.1)")
    }
  }

  /// A code host shows a catalog as files; a reader who begins at the top finds each by a link.
  @Test(arguments: Article.inCatalogs)
  func `the README links to the article`(article: Article) throws {
    #expect(try Project.text("README.md").contains("](\(article.path))"))
  }

  @Test func `blocks are read with their marks`() {
    let markdown = MarkdownBlocks(
      "a\n<!-- not run: why -->\n```sh\nls\n```\n\n```text\nb\n```\n<!-- file: x -->\n\n"
        + "```swift\n```\n<!-- needs: y -->\n```sh\n```\n")
    #expect(markdown.blocks.map(\.language) == ["sh", "text", "swift", "sh"])
    #expect(markdown.blocks.map(\.text) == ["ls\n", "b\n", "", ""])
    #expect(markdown.blocks[0].excuse == "why" && markdown.blocks[2].file == "x")
    #expect(markdown.blocks[3].need == "y" && markdown.blocks[0].need == nil)
    #expect(markdown.output(of: 0) == 1 && markdown.output(of: 1) == nil)
  }
}
