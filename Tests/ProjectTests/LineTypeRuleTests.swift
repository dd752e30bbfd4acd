import Testing

/// A type of line is a file, a message, and a line in each of two tables.
@Suite struct LineTypeRuleTests {
  /// Messages that are called otherwise than their type.
  static let messages = [
    "decide": "DecisionRequest", "model": "LoadedModel", "position": "PositionChange",
  ]
  /// Types whose lines are no messages: rows of a step, and the frame of a stream.
  static let others = ["bar", "features", "mark"]

  /// The cases of the enumeration, without what is reserved or not known.
  private func types() throws -> [String] {
    let cases = try Project.text("Sources/SFCore/LineType.swift").components(from: "case ")
    let others = ["target", "validation", "heartbeat", "checkpoint", "unknown"]
    // With a dot begin the patterns of a switch.
    return cases.filter { !$0.hasPrefix(".") && !others.contains($0) }
  }

  private func capitalized(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
  }

  @Test func `every type has one file of its line, and every such file a type`() throws {
    let files = try types().map { "\(capitalized($0))Line.swift" }
    #expect(try Project.entries("Sources/SFWire/Lines").sorted() == files.sorted())
    #expect(files.count > 20)
  }

  @Test func `every type has a message in a file of its own`() throws {
    let names = try Project.entries("Sources/SFCore/Messages")
    for type in try types() where !Self.others.contains(type) {
      let name = "\(Self.messages[type] ?? capitalized(type)).swift"
      #expect(names.contains(name), "\(type): its message in Sources/SFCore/Messages/\(name)")
    }
  }

  @Test func `every type is a line in the table`() throws {
    let table = try Project.text("Sources/SFWire/LineTable.swift")
    for type in try types() {
      #expect(table.contains("case .\(type): \(capitalized(type))Line.self"), "\(type)")
    }
  }

  /// What knows a type by name outside of its files has to be changed with it.
  @Test func `decoder and writer know no type but those of the hot path`() throws {
    for name in ["LineDecoder", "LineWriter", "ObjectScanner", "FieldReader", "KeyTable"] {
      for line in try Project.lines("Sources/SFWire/\(name).swift") {
        for type in try types() where !["bar", "features", "mark", "end"].contains(type) {
          #expect(!line.text.contains(" .\(type)"), "\(line): belongs into Lines")
        }
      }
    }
  }
}

extension String {
  /// The names behind each `case ` at the start of a line, also where a list goes on in the next.
  fileprivate func components(from word: String) -> [String] {
    var names: [String] = []
    var isOpen = false
    for line in split(separator: "\n").map({ $0.drop { $0 == " " } }) {
      guard isOpen || line.hasPrefix(word) else { continue }
      let list = line.hasPrefix(word) ? line.dropFirst(word.count) : line
      names += list.split(separator: ",").map { String($0.filter { $0 != " " }) }
      isOpen = list.hasSuffix(",")
    }
    return names
  }
}
