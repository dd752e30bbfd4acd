import SFTransport

/// The files that a tool was told to read and to write: none destroys what it reads.
package struct FilePlaces {
  package var reads: [String]
  package var writes: [String]

  package init(reads: [String], writes: [String]) {
    (self.reads, self.writes) = (reads, writes)
  }

  /// Those of a command, as its options say them.
  package init(of command: some ToolCommand) throws {
    let table = try OptionTable(type(of: command))
    let given = GivenArguments(command.configured.configuration?.arguments ?? [], table)
    (reads, writes) = ([], [])
    for option in table.options {
      let texts = given.texts[option.key] ?? []
      // A store is written to in a way that harms nothing that is one.
      let isWritten = option.reach == .writing && option.key != "store"
      if isWritten { writes += texts } else if option.readsFiles { reads += texts }
    }
  }

  /// Refuses a command that would write to a file that it reads, before anything is opened.
  static func check(_ command: some ToolCommand) throws {
    let words = command.configured.configuration?.arguments ?? []
    // What options mean is looked up where one file is named twice: rarely.
    guard Self.mayMeet(words) else { return }
    var places = try FilePlaces(of: command)
    places.reads.append("-")
    places.writes.append("-")
    try places.check()
  }

  package func check() throws(UsageError) {
    let inputs = Set(reads.flatMap(Self.names(in:)).compactMap(FileIdentity.init(input:)))
    for path in writes {
      guard let output = FileIdentity(output: path), inputs.contains(output) else { continue }
      throw UsageError(
        "'\(path == "-" ? "standard output" : path)' is input and output",
        help: "write to another file, and rename it when it is done")
    }
  }

  /// Whether words, standard input and standard output name one file twice.
  package static func mayMeet(_ words: [String]) -> Bool {
    var seen: Set<FileIdentity> = []
    let ends = [FileIdentity(input: "-"), FileIdentity(output: "-")].compactMap(\.self)
    for file in ends + words.flatMap(names(in:)).compactMap(FileIdentity.init(input:))
    where !seen.insert(file).inserted {
      return true
    }
    return false
  }

  /// What may name a file in a word: the whole, what stands behind its `=`, the words of a text of a
  /// pipeline, and what a spec has behind `file=`.
  package static func names(in word: String) -> [String] {
    guard word != "-" else { return [word] }
    let parts = word.split { " \t\n'\"<>|".contains($0) }.map(String.init)
    let wholes = parts.count == 1 ? [word] : [word] + parts
    return wholes.flatMap { text -> [String] in
      guard text.hasPrefix("-"), let equals = text.firstIndex(of: "=") else {
        return [text] + files(inSpec: text)
      }
      let value = String(text[text.index(after: equals)...])
      return [value] + files(inSpec: value)
    }
  }

  /// The files that a spec names: `group:file=sectors.yaml,max_pct=0.3`.
  private static func files(inSpec text: String) -> [String] {
    guard text.contains("file=") else { return [] }
    return text.split { ":,".contains($0) }.filter { $0.hasPrefix("file=") }
      .map { String($0.dropFirst("file=".count)) }
  }
}
