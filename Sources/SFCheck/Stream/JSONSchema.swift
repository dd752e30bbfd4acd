import SFCore
import SFWire

/// The JSON Schema (draft 2020-12) of a type of line, made from the table that the decoder uses.
package enum JSONSchema {
  package static func text(of type: LineType) -> String {
    let rules = LineTable.rules(of: type)
    var members: [(String, JSONValue)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("\(type.name) line of protocol \(Header.protocolVersion)")),
      ("type", .string("object")),
      ("required", .array(rules.filter(\.isRequired).map { .string($0.key) })),
      ("properties", .object(rules.map { ($0.key, property($0, type)) })),
    ]
    members += LineTable.conditions(of: type).map { ($0.key, $0.value) }
    return JSONValue.object(members).text
  }

  private static func property(_ rule: FieldRule, _ type: LineType) -> JSONValue {
    var members: [(String, JSONValue)] = [("description", .string(rule.summary))]
    switch rule.kind {
    case .type: members.append(("const", .string(type.name)))
    case .timestamp:
      members += text("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$")
    case .symbol: members += text("^[^\\x00-\\x20\\x7f\",\\\\]{1,32}$")
    case .interval: members += text("^[A-Za-z0-9._-]{1,16}$")
    case .text: members.append(("type", .string("string")))
    case .choice(let choices): members.append(("enum", .strings(choices)))
    case .amount: members += range("number", amountLimit)
    case .integer where rule.key == "protocol": members.append(("const", .number("1")))
    case .integer where rule.mayBeNull:
      members += [("type", .strings(["integer", "null"]))] + range("integer", integerLimit)[1...]
    case .integer: members += range("integer", integerLimit)
    case .fraction:
      members += [number, ("minimum", .number("0")), ("maximum", .number("1"))]
    case .float: members.append(number)
    case .values: members += map(to: [number])
    case .amounts: members += map(to: range("number", amountLimit))
    case .assets: members += map(to: pair(of: range("number", amountLimit)))
    case .counts: members += map(to: [("type", .string("integer")), ("minimum", .number("0"))])
    case .stages: members += [("type", .string("array")), ("items", stage)]
    }
    return .object(members)
  }

  private static let amountLimit = "92233720368.54775807"
  private static let integerLimit = "9007199254740992"
  private static let number = ("type", JSONValue.strings(["number", "null"]))

  /// An object whose values are all of one sort.
  private static func map(to value: [(String, JSONValue)]) -> [(String, JSONValue)] {
    [("type", .string("object")), ("additionalProperties", .object(value))]
  }

  private static func pair(of value: [(String, JSONValue)]) -> [(String, JSONValue)] {
    [
      ("type", .string("array")), ("items", .object(value)), ("minItems", .number("2")),
      ("maxItems", .number("2")),
    ]
  }

  private static func text(_ pattern: String) -> [(String, JSONValue)] {
    [("type", .string("string")), ("pattern", .string(pattern))]
  }

  private static func range(_ type: String, _ limit: String) -> [(String, JSONValue)] {
    [
      ("type", .string(type)), ("minimum", .number("-" + limit)), ("maximum", .number(limit)),
    ]
  }

  private static var stage: JSONValue {
    .object([
      ("type", .string("object")),
      ("required", .strings(["name", "version", "config"])),
      (
        "properties",
        .object([
          ("name", .object([("type", .string("string"))])),
          ("version", .object([("type", .string("string"))])),
          ("config", .object([("type", .string("object"))])),
          (
            "columns",
            .object([("type", .string("array")), ("items", .object([("type", .string("string"))]))])
          ),
          (
            "units",
            .object([
              ("type", .string("array")),
              (
                "items",
                .object([
                  (
                    "enum",
                    .array(FeatureUnit.allCases.map { .string($0.rawValue) } + [.null])
                  )
                ])
              ),
            ])
          ),
        ])
      ),
    ])
  }
}
