import ArgumentParser

/// The K-th of N parts of a list, of nearly equal length.
package struct Chunk: Hashable, Sendable {
  /// From 1.
  package let number: Int
  package let count: Int

  package init(number: Int, of count: Int) {
    precondition(number >= 1 && number <= count)
    self.number = number
    self.count = count
  }

  /// As many parts as a sweep has trials at most.
  private static let most = ParameterSpace.most

  /// `3/40`.
  package init(text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], number >= 1,
      number <= count, count <= Self.most
    else { throw ValidationError("'\(text)' is no part: expected K/N, as in 3/40") }
    self.init(number: number, of: count)
  }

  package func of<Element>(_ list: [Element]) -> ArraySlice<Element> {
    list[list.count * (number - 1) / count..<list.count * number / count]
  }
}
