/// The fenced blocks of a Markdown text, and the text with changed blocks.
struct MarkdownBlocks {
  struct Block {
    let language: String
    /// The line of its opening fence, from 1.
    let line: Int
    /// From `<!-- not run: … -->` before it.
    let excuse: String?
    /// From `<!-- needs: … -->` before it: a command.
    let need: String?
    /// From `<!-- file: … -->` before it.
    let file: String?
    var text: String
  }

  var blocks: [Block] = []

  /// The lines between the blocks, fences included: one piece more than blocks.
  private var pieces: [String] = [""]

  init(_ markdown: String) {
    var mark: Substring?
    var isInside = false
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let isLast = index == lines.count - 1
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside {
          pieces[pieces.count - 1] += line + "\n"
          pieces.append("")
          blocks.append(Self.block(line, index + 1, mark))
          mark = nil
          continue
        }
      } else if isInside {
        blocks[blocks.count - 1].text += line + "\n"
        continue
      } else if line.hasPrefix("<!-- ") {
        mark = line
      } else if !line.isEmpty {
        mark = nil
      }
      pieces[pieces.count - 1] += isLast ? line : line + "\n"
    }
  }

  private static func block(_ fence: Substring, _ line: Int, _ mark: Substring?) -> Block {
    func value(_ key: String) -> String? {
      guard let mark, mark.hasPrefix("<!-- \(key):"), mark.hasSuffix("-->") else { return nil }
      let text = mark.dropFirst("<!-- \(key):".count).dropLast("-->".count)
      return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    return Block(
      language: String(fence.dropFirst(3)), line: line, excuse: value("not run"),
      need: value("needs"), file: value("file"), text: "")
  }

  /// The place of the `text` block that directly follows a block.
  func output(of index: Int) -> Int? {
    guard index + 1 < blocks.count, blocks[index + 1].language == "text",
      pieces[index + 1].split(separator: "\n") == ["```", "```text"]
    else { return nil }
    return index + 1
  }

  var markdown: String {
    var text = pieces[0]
    for index in blocks.indices { text += blocks[index].text + pieces[index + 1] }
    return text
  }
}
