import SFCore

/// How far and how long equity was below its high-water mark, which begins at the capital.
///
///     equity   100  105  103   98  104  105  102
///     high     100  105  105  105  105  105  105
///     depth      0    0  .019 .067 .010    0  .029
///                    └── a stretch of 3 marks ──┘
///
/// A stretch goes from the last mark at the high to the first one back at it.
public struct Drawdown: Codable, Hashable, Sendable {
  /// A time below one high-water mark.
  public struct Stretch: Codable, Hashable, Sendable {
    public fileprivate(set) var high: Price
    public fileprivate(set) var lowest: Price
    /// The first mark at the lowest.
    public fileprivate(set) var lowestAt: Timestamp
    /// The last mark at the high; the first mark of all when the run began below its capital.
    public fileprivate(set) var from: Timestamp
    /// The first mark back at the high, or the last mark so far.
    public fileprivate(set) var to: Timestamp
    /// Marks below the high.
    public fileprivate(set) var marks: Int
    public fileprivate(set) var isOver: Bool

    /// A positive fraction of the high; above 1 when equity was negative.
    public var depth: Double { -lowest.change(from: high) }

    public var milliseconds: Int64 { to - from }
  }

  public private(set) var high: Price
  private var lastAtHigh: Timestamp?
  private var current: Stretch?
  /// Those that are over, the deepest first, of equals the first; as many as `mostListed`.
  private var deepestBefore: [Stretch] = []
  private var longestBefore: Stretch?

  /// How many of the deepest stretches are known.
  public static let mostListed = 10

  public init(capital: Price) { high = capital }

  /// Takes the equity at a mark.
  public mutating func update(_ equity: Price, at ts: Timestamp) {
    if equity < high { sink(equity, at: ts) } else { rise(equity, at: ts) }
  }

  private mutating func sink(_ equity: Price, at ts: Timestamp) {
    if current == nil {
      current = Stretch(
        high: high, lowest: equity, lowestAt: ts, from: lastAtHigh ?? ts, to: ts, marks: 0,
        isOver: false)
    }
    if equity < current!.lowest {
      current!.lowest = equity
      current!.lowestAt = ts
    }
    // A closing line has the time of the mark that was counted.
    if current!.to != ts || current!.marks == 0 { current!.marks += 1 }
    current!.to = ts
  }

  private mutating func rise(_ equity: Price, at ts: Timestamp) {
    if var stretch = current {
      stretch.to = ts
      stretch.isOver = true
      current = nil
      deepestBefore = Self.with(stretch, deepestBefore)
      longestBefore = Self.longer(longestBefore, stretch)
    }
    high = equity
    lastAtHigh = ts
  }

  /// The fraction below the high at the last mark; `nil` when the high is not positive.
  public func depth(of equity: Price) -> Double? {
    guard high > .zero else { return nil }
    return equity < high ? -equity.change(from: high) : 0
  }

  /// The stretch with the lowest point, the first of equals; `nil` when equity never fell.
  public var deepest: Stretch? { deepestOnes.first }

  /// The deepest stretches, the deepest first, of equals the first; the last may go on.
  public var deepestOnes: [Stretch] {
    current.map { Self.with($0, deepestBefore) } ?? deepestBefore
  }

  /// The stretch that lasted longest, the first of equals; `nil` when equity never fell.
  public var longest: Stretch? { current.map { Self.longer(longestBefore, $0) } ?? longestBefore }

  /// The largest depth, 0 when equity never fell; `nil` when the high is not positive.
  public var maximum: Double? { high > .zero ? deepest?.depth ?? 0 : nil }

  private static func with(_ stretch: Stretch, _ list: [Stretch]) -> [Stretch] {
    let depth = stretch.depth
    // Most are no deeper than the last that is listed.
    if list.count == mostListed, list[mostListed - 1].depth >= depth { return list }
    var list = list
    list.insert(stretch, at: list.firstIndex { $0.depth < depth } ?? list.count)
    if list.count > mostListed { list.removeLast() }
    return list
  }

  private static func longer(_ a: Stretch?, _ b: Stretch) -> Stretch {
    guard let a, a.milliseconds >= b.milliseconds else { return b }
    return a
  }
}
