import SFCore

/// How often values of each size came: a histogram whose bins merge when they become too many.
///
/// Bins begin at multiples of their width, so that 0 is always an edge. Widths are the first one
/// times 1, 2, 10, 20, 100 …, so that edges are round.
public struct Distribution: Codable, Hashable, Sendable {
  package static let capacity = 512

  /// The width of the first bins.
  public let finest: Double
  /// How many of those a bin is wide now.
  private var factor = 1.0
  /// Whether `factor` is a power of ten, and not twice one.
  private var isPower = true
  /// The first bin begins at `lowest` × `width`.
  public private(set) var lowest = 0
  public private(set) var counts: [Int] = []

  public init(width: Double) {
    precondition(width > 0)
    finest = width
  }

  public var width: Double { finest * factor }

  /// Takes a value; one that is not finite, or that no bin could hold, is not counted.
  public mutating func update(_ value: Double) {
    guard value.magnitude < width * 1e15 else { return }
    var bin = Self.bin(value, width)
    while !counts.isEmpty,
      max(bin, lowest + counts.count - 1) - min(bin, lowest) >= Self.capacity
    {
      merge()
      bin = Self.bin(value, width)
    }
    if counts.isEmpty { lowest = bin }
    if bin < lowest {
      counts.insert(contentsOf: repeatElement(0, count: lowest - bin), at: 0)
      lowest = bin
    }
    while bin - lowest >= counts.count { counts.append(0) }
    counts[bin - lowest] += 1
  }

  private static func bin(_ value: Double, _ width: Double) -> Int {
    Int((value / width).rounded(.down))
  }

  /// Two or five neighbours become one.
  private mutating func merge() {
    let count = isPower ? 2 : 5
    isPower.toggle()
    let first = Self.floored(lowest, count)
    var wider = [Int](
      repeating: 0, count: Self.floored(lowest + counts.count - 1, count) - first + 1)
    for (index, number) in counts.enumerated() {
      wider[Self.floored(lowest + index, count) - first] += number
    }
    (lowest, counts) = (first, wider)
    factor *= Double(count)
  }

  private static func floored(_ bin: Int, _ count: Int) -> Int {
    Int(Int64(bin).floored(by: Int64(count)))
  }
}
