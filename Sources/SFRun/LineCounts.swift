import SFCore

/// The lines of a stream by type, for the end that has to be made where nobody wrote one.
package struct LineCounts {
  /// Those up to the last mark.
  private var marked = Self.none
  /// Those behind it.
  private var open = Self.none

  private static var none: [Int] { [Int](repeating: 0, count: LineType.allCases.count) }

  @inline(__always)
  package mutating func count(_ type: LineType) { open[Int(type.rawValue)] += 1 }

  package init() {}

  /// What was counted belongs to a step that is complete.
  mutating func mark() {
    for place in open.indices {
      marked[place] += open[place]
      open[place] = 0
    }
  }

  package var all: [End.Count] { Self.list(zip(marked, open).map(+)) }

  /// What was counted up to the last mark.
  var upToMark: [End.Count] {
    get { Self.list(marked) }
    set {
      marked = Self.none
      for count in newValue { marked[Int(LineType(name: count.type).rawValue)] = count.lines }
    }
  }

  private static func list(_ counts: [Int]) -> [End.Count] {
    LineType.allCases.compactMap { type in
      let lines = counts[Int(type.rawValue)]
      return lines > 0 ? End.Count(type: type.name, lines: lines) : nil
    }
  }
}
