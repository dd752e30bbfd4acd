import SFCore
import SFWire

/// The JSON Schema (draft 2020-12) of a type of line, made from the table that the decoder uses.
package enum JSONSchema {
  package static func text(of type: LineType) -> String {
    let rules = FieldTable.rules(of: type)
    var members: [(String, JSONValue)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("\(type.name) line of protocol \(Header.protocolVersion)")),
      ("type", .string("object")),
      ("required", .array(rules.filter(\.isRequired).map { .string($0.key) })),
      ("properties", object(rules.map { ($0.key, property($0, type)) })),
    ]
    members += conditions(type)
    return object(members).text
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(members.map { JSONValue.Member(key: $0.0, value: $0.1) })
  }

  private static func strings(_ texts: [String]) -> JSONValue {
    .array(texts.map(JSONValue.string))
  }

  private static func property(_ rule: FieldRule, _ type: LineType) -> JSONValue {
    var members: [(String, JSONValue)] = [("description", .string(rule.summary))]
    switch rule.kind {
    case .type: members.append(("const", .string(type.name)))
    case .timestamp:
      members += text("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$")
    case .symbol: members += text("^[A-Za-z0-9._:/-]{1,32}$")
    case .interval: members += text("^[A-Za-z0-9._-]{1,16}$")
    case .text: members.append(("type", .string("string")))
    case .choice(let choices): members.append(("enum", strings(choices)))
    case .amount: members += range("number", "92233720368.54775807")
    case .integer where rule.key == "protocol": members.append(("const", .number("1")))
    case .integer: members += range("integer", "9007199254740992")
    case .float where rule.key == "probability":
      members += [
        ("type", strings(["number", "null"])), ("minimum", .number("0")), ("maximum", .number("1")),
      ]
    case .float: members.append(("type", strings(["number", "null"])))
    case .values:
      members += [
        ("type", .string("object")),
        ("additionalProperties", object([("type", strings(["number", "null"]))])),
      ]
    case .counts:
      members += [
        ("type", .string("object")),
        (
          "additionalProperties", object([("type", .string("integer")), ("minimum", .number("0"))])
        ),
      ]
    case .stages: members += [("type", .string("array")), ("items", stage)]
    }
    return object(members)
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
    object([
      ("type", .string("object")),
      ("required", strings(["name", "version", "config"])),
      (
        "properties",
        object([
          ("name", object([("type", .string("string"))])),
          ("version", object([("type", .string("string"))])),
          ("config", object([("type", .string("object"))])),
          (
            "columns",
            object([("type", .string("array")), ("items", object([("type", .string("string"))]))])
          ),
          (
            "units",
            object([
              ("type", .string("array")),
              (
                "items",
                object([
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

  /// What a type asks for beside its keys.
  private static func conditions(_ type: LineType) -> [(String, JSONValue)] {
    switch type {
    case .refusal:
      return [
        (
          "anyOf",
          .array([
            object([("required", strings(["detector"]))]),
            object([("required", strings(["order"]))]),
          ])
        )
      ]
    case .position:
      let rules = FieldTable.rules(of: .position)
      let start = rules.firstIndex { $0.key == "exit_price" } ?? rules.endIndex
      let end = rules.firstIndex { $0.key == "meta" } ?? rules.endIndex
      let closed = object([
        ("properties", object([("status", object([("const", .string("closed"))]))]))
      ])
      return [
        ("if", closed), ("then", object([("required", strings(rules[start..<end].map(\.key)))])),
      ]
    case .label:
      let window = ["t1", "bars", "return"]
      return [
        (
          "dependentRequired",
          object(window.map { key in (key, strings(window.filter { $0 != key })) })
        )
      ]
    default: return []
    }
  }
}
