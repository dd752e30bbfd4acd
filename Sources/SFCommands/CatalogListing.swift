import ArgumentParser
import SFCore
import SFTool
import SFWire

/// What a tool can be asked for instead of running: its components.
public struct ListOptions: ParsableArguments {
  @Flag(
    help:
      "Print what can be named in a spec, with parameters and defaults, and end: of NAME alone where one follows."
  )
  public var list = false

  @Flag(help: "With --list: as JSON, for programs.")
  public var json = false

  public init() {}

  public func validate() throws {
    if json, !list { throw ValidationError("--json goes with --list") }
  }

  /// Prints what catalogs hold: of these names alone, where there are any. A spec names its kind.
  package func show(_ catalogs: [ListedCatalog], names: [String] = []) throws {
    let kinds = catalogs.flatMap { $0.members.map(\.kind) }
    let names = names.map { name in String(name.prefix { $0 != ":" && $0 != "(" }) }
    for name in names where !kinds.contains(name) {
      throw ConfigurationError(
        "'\(name)'",
        "is in no list: the nearest are \(NearestName.three(name, among: kinds).joined(separator: " "))",
        help: NearestName.help(for: name, among: kinds))
    }
    let shown = catalogs.compactMap { names.isEmpty ? $0 : $0.only(names) }
    print(json ? ListedCatalog.json(shown) : ListedCatalog.text(shown))
  }
}

/// A catalog as it is listed.
package struct ListedCatalog {
  struct Member {
    let kind: String
    let text: String
    let json: JSONText
  }

  /// Above its members, where several are listed; `nil` for one alone.
  let heading: String?
  let members: [Member]

  package init<Content>(_ catalog: Catalog<Content>) { self.init(nil, catalog) }

  init<Content>(_ heading: String?, _ catalog: Catalog<Content>) {
    self.heading = heading
    members = catalog.members.map { member in
      let facts: [(String, JSONText)] = [
        ("kind", .string(member.kind)), ("summary", .string(member.summary)),
        ("parameters", .array((member.parameters + catalog.common).map(\.json))),
      ]
      let sort = heading == nil ? [] : [("sort", JSONText.string(catalog.noun))]
      return Member(
        kind: member.kind, text: catalog.listing(of: member), json: .object(sort + facts))
    }
  }

  init(_ heading: String?, members: [Member]) {
    self.heading = heading
    self.members = members
  }

  /// `nil` when it has none of these kinds.
  func only(_ kinds: [String]) -> ListedCatalog? {
    let members = members.filter { kinds.contains($0.kind) }
    return members.isEmpty ? nil : ListedCatalog(heading, members: members)
  }

  static func text(_ catalogs: [ListedCatalog]) -> String {
    catalogs.map { catalog in
      ([catalog.heading].compactMap(\.self) + catalog.members.map(\.text)).joined(separator: "\n")
    }
    .joined(separator: "\n\n")
  }

  static func json(_ catalogs: [ListedCatalog]) -> String {
    let members = catalogs.flatMap(\.members).map(\.json.text)
    return "[\n" + members.joined(separator: ",\n") + "\n]"
  }
}

/// A piece of JSON as text.
struct JSONText {
  let text: String

  static func string(_ value: String) -> JSONText {
    var buffer = ByteBuffer(capacity: 64)
    buffer.append(quoted: value)
    return JSONText(text: String(decoding: buffer.bytes, as: UTF8.self))
  }

  static func literal(_ value: some CustomStringConvertible) -> JSONText {
    JSONText(text: value.description)
  }

  static func array(_ elements: [JSONText]) -> JSONText {
    JSONText(text: "[" + elements.map(\.text).joined(separator: ",") + "]")
  }

  static func object(_ members: [(String, JSONText)]) -> JSONText {
    let pairs = members.map { string($0).text + ":" + $1.text }
    return JSONText(text: "{" + pairs.joined(separator: ",") + "}")
  }
}

extension Parameter {
  var json: JSONText {
    var members: [(String, JSONText)] = [("name", .string(name))]
    switch kind {
    case .integer(let range):
      members += [("type", .string("integer")), ("minimum", .literal(range.lowerBound))]
      if range.upperBound < .max { members.append(("maximum", .literal(range.upperBound))) }
    case .ratio: members.append(("type", .string("ratio")))
    case .amount: members.append(("type", .string("amount")))
    case .number: members.append(("type", .string("number")))
    case .text: members.append(("type", .string("text")))
    case .column: members.append(("type", .string("column")))
    case .symbol: members.append(("type", .string("symbol")))
    case .choice(let values):
      members += [("type", .string("choice")), ("values", .array(values.map(JSONText.string)))]
    }
    if let standard { members.append(("default", .string(standard))) }
    if isOptional { members.append(("optional", .literal(true))) }
    members += [("none", .literal(allowsNone)), ("summary", .string(summary))]
    return .object(members)
  }
}
