import Testing

/// One word per thing: a name of a type means the same in every room.
@Suite struct TypeNameTests {
  /// Names that two rooms declare, each with its reason.
  static let shared = [
    "MarketZScore": "a feature and a detector of one kind; a component is called by its kind",
    "VolatilityRegime": "a detector and a label of one kind; a component is called by its kind",
  ]

  /// The rooms that declare each name at the top of a file for others to see.
  private static let rooms = Result { () throws -> [String: Set<String>] in
    var rooms: [String: Set<String>] = [:]
    for path in try Project.files(in: "Sources") {
      let room = String(path.split(separator: "/")[1])
      // The entry point of a tool is seen by nobody.
      if room.hasPrefix("sf-") || room.hasSuffix("-bench") { continue }
      for line in try Project.text(path).split(separator: "\n") {
        if let name = declaredType(line) { rooms[name, default: []].insert(room) }
      }
    }
    return rooms
  }

  @Test func `no two rooms give one name to two types`() throws {
    let rooms = try Self.rooms.get()
    #expect(rooms.count > 800)
    for (name, places) in rooms.sorted(by: { $0.key < $1.key })
    where places.count > 1 && Self.shared[name] == nil {
      Issue.record(
        "\(name): \(places.sorted().joined(separator: " and ")); say in the name what each is")
    }
  }

  @Test func `every exception is still one`() throws {
    let rooms = try Self.rooms.get()
    for name in Self.shared.keys.sorted() { #expect(rooms[name]?.count ?? 0 > 1, "\(name)") }
  }

  @Test(arguments: [
    ("struct Lot {", "Lot"), ("public final class Tap {", "Tap"),
    ("package enum End: Sendable {", "End"),
    ("struct Recent<Element: Codable>: Codable {", "Recent"),
    ("@frozen public struct Bar: Sendable {", "Bar"),
    ("typealias Figure = (key: String)", "Figure"),
    ("public protocol Stage: Codable {", "Stage"), ("struct Reader: ~Copyable {", "Reader"),
  ])
  func `knows a declaration`(line: String, name: String) {
    #expect(Self.declaredType(line[...]) == name)
  }

  @Test(arguments: [
    "private struct Lot {", "fileprivate enum End {", "  struct Inner {", "extension Bar {",
    "// struct Lot", "let type = 1", "",
  ])
  func `knows what is none`(line: String) { #expect(Self.declaredType(line[...]) == nil) }

  /// The type that a line declares at the top of its file; `nil` for one that the file keeps to
  /// itself.
  private static func declaredType(_ line: Substring) -> String? {
    guard let first = line.first, first.isLetter || first == "@" else { return nil }
    let words = line.split(separator: " ")
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    guard let place = words.firstIndex(where: kinds.contains), place + 1 < words.count else {
      return nil
    }
    let modifiers: Set<Substring> = ["public", "package", "internal", "open", "final", "indirect"]
    guard words[..<place].allSatisfy({ modifiers.contains($0) || $0.hasPrefix("@") }) else {
      return nil
    }
    return String(words[place + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }
}
