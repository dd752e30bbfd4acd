import SFCore
import SFTransport

/// A YAML file in which the user declares things: names, each with words behind its keys.
///
///     sentiment:
///       score: real
///       mentions: integer required zero_or_more
package struct Declarations {
  /// A thing and what is said of it, in the order of the file.
  package struct Entry {
    package let name: String
    package let members: [Member]
    let place: YAMLNode.Place
  }

  package struct Member {
    package let name: String
    package let words: [String]
    let place: YAMLNode.Place
  }

  package let entries: [Entry]
  private let path: String

  package init(path: String) throws {
    self.path = path
    do {
      let root = try YAMLReader.read(try Endpoint.bytes(of: path))
      entries = try Self.members(of: root).map { pair in
        Entry(
          name: pair.name, members: try Self.members(of: pair.value).map(Self.member),
          place: pair.key.place)
      }
    } catch let failure as YAMLNode.Failure {
      throw failure.located(in: path)
    }
  }

  private static func members(of node: YAMLNode?) throws(YAMLNode.Failure) -> [YAMLNode.Pair] {
    guard let node else { return [] }
    guard case .mapping(let pairs) = node.content else {
      throw node.failure(expected: "names with what is declared of them")
    }
    return pairs
  }

  private static func member(_ pair: YAMLNode.Pair) throws(YAMLNode.Failure) -> Member {
    guard case .scalar(let text) = pair.value.content else {
      throw pair.value.failure(expected: "words")
    }
    return Member(
      name: pair.name, words: text.split(separator: " ").map(String.init), place: pair.key.place)
  }

  /// What is wrong with an entry.
  package func error(_ entry: Entry, _ message: String) -> any Error {
    YAMLNode.Failure(place: entry.place, message: message).located(in: path)
  }

  /// What is wrong with a member.
  package func error(_ member: Member, _ message: String) -> any Error {
    YAMLNode.Failure(place: member.place, message: message).located(in: path)
  }
}
