import SFCore
import SFWire

/// An answer that is not what the exchange documents: cut on its way, or of another service.
public struct UnreadableAnswer: Error, Equatable {
  /// What was found and what was expected, in one line.
  public let reason: String

  package init(_ reason: String) { self.reason = reason }
}

extension JSONValue {
  /// Reads the whole body of an answer that was to have at most so many bytes.
  ///
  /// What the exchange sends has some twenty bytes a value; a body that has far more values than
  /// that is none of its own, and would take fifty times its length as a tree.
  package init(answer body: [UInt8], ofAtMost size: Int) throws(UnreadableAnswer) {
    // Each value but the first stands behind one of these.
    let most = body.reduce(1) { "[{,".utf8.contains($1) ? $0 + 1 : $0 }
    guard most <= size / Self.shortest else {
      throw UnreadableAnswer("found up to \(most) values in one answer")
    }
    do throws(WireError) {
      self = try JSONValue(text: body)
    } catch {
      throw UnreadableAnswer("\(error.message.shown()) at byte \(error.column) of the answer")
    }
  }

  /// The fewest bytes a value has in an answer of the longest kind.
  private static var shortest: Int { 16 }
}

extension [UInt8] {
  /// The start of a text, as an error names it.
  package var excerpt: String { "'\(String(decoding: prefix(60), as: UTF8.self).shown())'" }
}
