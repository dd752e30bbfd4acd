/// A line that cannot be read: where in it, what was found, what was expected.
public struct WireError: Error, Equatable {
  /// Counts bytes of the line from 1.
  public let column: Int
  public let found: String
  public let expected: String

  public init(column: Int, found: String, expected: String) {
    self.column = column
    self.found = found
    self.expected = expected
  }

  public var message: String { "found \(found), expected \(expected)" }
}
