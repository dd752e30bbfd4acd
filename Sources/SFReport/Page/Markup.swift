/// The text of a page, with nothing in it that could be taken for markup.
package enum Markup {
  /// For content and for attributes in double quotes; also valid XML.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      // Control characters and the two codes that are none have no place in XML.
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value),
        "\u{FFFE}", "\u{FFFF}":
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// As above, for a name that may be long, such as a file's: lines may end after its punctuation.
  package static func breakable(_ text: String) -> String {
    var parts = [""]
    var last: Character?
    for character in text {
      if let last, "_-.,:=/".contains(last), character != " " { parts.append("") }
      parts[parts.count - 1].append(character)
      last = character
    }
    return parts.map(escaped).joined(separator: "<wbr/>")
  }

  /// An element around content that is markup already.
  static func element(_ name: String, _ attributes: String = "", _ content: String) -> String {
    "<\(name)\(attributes.isEmpty ? "" : " " + attributes)>\(content)</\(name)>"
  }
}
