/// What the JSON Schema of a type may ask for beside its keys, as members of the schema.
extension JSONValue {
  public static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

  public static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(members.map { Member(key: $0.0, value: $0.1) })
  }

  private static func requiring(_ keys: [String]) -> JSONValue {
    .object([("required", .strings(keys))])
  }

  /// One of the keys must be there.
  static func anyOf(_ keys: String...) -> [Member] {
    [Member(key: "anyOf", value: .array(keys.map { requiring([$0]) }))]
  }

  /// All of the keys must be there, or none.
  static func together(_ keys: [String]) -> [Member] {
    let dependent = keys.map { key in (key, strings(keys.filter { $0 != key })) }
    return [Member(key: "dependentRequired", value: .object(dependent))]
  }

  /// Where `key` says `text`, other keys must be there.
  static func when(_ key: String, is text: String, requires keys: [String]) -> [Member] {
    let condition = object([("properties", object([(key, object([("const", .string(text))]))]))])
    return [Member(key: "if", value: condition), Member(key: "then", value: requiring(keys))]
  }
}
