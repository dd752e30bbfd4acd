import SFCore
import SFServe
import SFTestSupport
import Testing

@Suite struct RepeatCheckTests {
  private static func mark(_ minute: Int) -> Timestamp {
    Timestamp(milliseconds: 1_767_600_000_000 + Int64(minute) * 60_000)
  }

  private static func step(_ minute: Int, _ value: Int = 0) -> [UInt8] {
    Array(
      ("{\"type\":\"x\",\"n\":\(minute * 10 + value)}\n"
        + "{\"type\":\"mark\",\"ts\":\"\(mark(minute))\"}\n").utf8)
  }

  private static func steps(_ minutes: Range<Int>) -> [UInt8] { minutes.flatMap { step($0) } }

  private enum Outcome: Equatable {
    /// All was compared, and more is to come.
    case more
    /// The journal ends so many bytes into the last piece.
    case isNew(Int)
    case differs(RepeatCheck.Difference)
  }

  /// Compares pieces of whole steps with a journal of minutes 0 to `last`, read `some` steps at once.
  private func compare(
    _ pieces: [[UInt8]], last: Int, behind: Int? = nil, some: Int = 3
  ) -> Outcome {
    var comparison = RepeatCheck(behind: behind.map(Self.mark), upTo: Self.mark(last))
    for piece in pieces {
      var place = 0
      while true {
        let verdict = piece.withUnsafeBytes { comparison.take($0, from: &place) }
        switch verdict {
        case .needs(let mark):
          let next = mark.map { Int(($0 - Self.mark(0)) / 60_000) + 1 } ?? 0
          let end = min(next + some, last + 1)
          comparison.expect(Self.steps(next..<end), upTo: Self.mark(end - 1))
          continue
        case .isNew: return .isNew(place)
        case .differs(let difference): return .differs(difference)
        case .more: break
        }
        break
      }
    }
    return .more
  }

  @Test func `equal steps are compared to the end of the journal, however they are cut`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let last = Int(generator.next() % 12)
      let some = Int(generator.next() % 4) + 1
      var (pieces, minute) = ([[UInt8]](), 0)
      while minute <= last {
        let end = min(last + 1, minute + Int(generator.next() % 4) + 1)
        pieces.append(Self.steps(minute..<end))
        minute = end
      }
      let whole = pieces[pieces.count - 1].count
      #expect(compare(pieces, last: last, some: some) == .isNew(whole))
      #expect(compare(Array(pieces.dropLast()), last: last, some: some) == .more)
      let longer = pieces.dropLast() + [pieces[pieces.count - 1] + Self.step(last + 1)]
      #expect(compare(Array(longer), last: last, some: some) == .isNew(whole))
    }
  }

  @Test func `begins behind a mark`() {
    #expect(compare([Self.steps(4..<6)], last: 5, behind: 3) == .isNew(Self.steps(4..<6).count))
  }

  @Test(arguments: [1, 2, 5])
  func `shows the lines that differ, and the last mark before`(some: Int) {
    let pieces = [Self.steps(0..<2), Self.step(2) + Self.step(3, 7) + Self.step(4)]
    #expect(
      compare(pieces, last: 6, some: some)
        == .differs(
          .init(
            behind: Self.mark(2), found: "{\"type\":\"x\",\"n\":37}",
            expected: "{\"type\":\"x\",\"n\":30}")))
    guard case .differs(let first) = compare([Self.step(0, 1)], last: 3, some: some) else {
      Issue.record("expected a difference")
      return
    }
    #expect(first.behind == nil)
  }

  @Test func `a mark that is left out differs`() {
    guard case .differs(let difference) = compare([Self.step(0) + Self.step(2)], last: 3) else {
      Issue.record("expected a difference")
      return
    }
    #expect(difference.behind == Self.mark(0))
    #expect(difference.found == "{\"type\":\"x\",\"n\":20}")
    #expect(difference.expected == "{\"type\":\"x\",\"n\":10}")
  }
}
