import SFTestSupport
import Testing

/// The tables of the protocol in LineTypes.md, held against what the tools know.
@Suite struct LineTypesTests {
  /// A key as the article and a schema name it: `price?` when it may be absent.
  typealias Key = String

  /// The keys of the types by their headings.
  static func documented() throws -> [String: [Key]] {
    let article = try #require(Article.inCatalogs.first { $0.name == "LineTypes" })
    var (keys, type) = ([String: [Key]](), "")
    for line in try article.markdown().split(separator: "\n") {
      if let heading = line.wholeMatch(of: /### ([a-z_]+)/) {
        type = String(heading.1)
        keys[type] = []
      } else if let row = line.firstMatch(of: /^\| `([A-Za-z0-9_]+)`(\??) \|/) {
        keys[type]?.append(String(row.1 + row.2))
      }
    }
    return keys
  }

  /// What `sf-check --schema` offers.
  static func known() throws -> [String] {
    let offered = try Shell.run("sf-check --schema ---complete ''").output
    let list = offered.split(separator: "\n").map(String.init)
    return try #require(list.contains("bar") ? list : nil, "\(offered)")
  }

  static func schema(_ type: String) throws -> [Key] {
    let keys = """
      sf-check --schema \(type) | jq -r '.required as $needed | .properties | keys_unsorted[]
        | select(. != "type" and . != "ts") | . + (if IN($needed[]) then "" else "?" end)'
      """
    let result = try Shell.run(keys)
    #expect(result.status == 0, "\(result.error)")
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test func `every type that the tools know has its keys in the article, in their order`() throws {
    let documented = try Self.documented()
    for type in try Self.known() {
      let keys = try #require(documented[type], "LineTypes.md must have a heading for \(type)")
      let schema = try Self.schema(type)
      #expect(keys.filter(schema.contains) == schema, "LineTypes.md, \(type)")
    }
  }
}
