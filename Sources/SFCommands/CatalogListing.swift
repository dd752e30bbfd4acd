import ArgumentParser
import SFCore
import SFTool
import SFWire

/// What a tool can be asked for instead of running: its components.
public struct ListOptions: ParsableArguments {
  @Flag(help: "Print what can be named in a spec, with parameters and defaults, and end.")
  public var list = false

  @Flag(help: "With --list: as JSON, for programs.")
  public var json = false

  public init() {}

  public func validate() throws {
    if json, !list { throw ValidationError("--json goes with --list") }
  }

  /// Prints a catalog.
  func show<Member>(_ catalog: Catalog<Member>) {
    guard json else {
      print(catalog.listing)
      return
    }
    let members = catalog.members.map { member in
      JSONText.object([
        ("kind", .string(member.kind)), ("summary", .string(member.summary)),
        ("parameters", .array((member.parameters + catalog.common).map(\.json))),
      ])
    }
    print("[\n" + members.map(\.text).joined(separator: ",\n") + "\n]")
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
