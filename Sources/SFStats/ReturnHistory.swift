import SFCore

/// The last closes of each series with their times, to compare series at the marks that they share.
///
/// A mark is common to several series when each has a bar there. Returns go
/// from one common mark to the next, so that both sides of a pair cover the
/// same time also where one of them lacks a bar.
///
///     mark   1     2     3     4
///     A     100   101    –    104
///     B      50    51    52    53      common: 1 2 4; returns of A 0.01, 0.0297…
///
/// Four times as many bars are kept as are asked for: of series that share
/// fewer than every fourth bar, nothing is known.
public struct ReturnHistory: Codable, Hashable, Sendable {
  fileprivate struct Closes: Codable, Hashable, Sendable {
    var times: [Int64] = []
    var prices: [Double] = []
    /// Bars seen so far; the newest stands at `count − 1` modulo the capacity.
    var count = 0
  }

  private let capacity: Int
  private var series: [Closes] = []

  /// Serves up to `marks` common marks.
  public init(marks: Int) { capacity = 4 * marks }

  /// Takes the close of a series at a mark.
  public mutating func add(_ close: Price, of index: SeriesIndex, at time: Timestamp) {
    while series.count <= index { series.append(Closes()) }
    series[index].add(time.milliseconds, close.double, capacity)
  }

  /// The closes of several series at their last `marks` common marks, the newest first, one list
  /// for each series; `nil` when they have fewer.
  public func closes(of indices: [SeriesIndex], marks: Int) -> [[Double]]? {
    let lists = closes(of: indices, upTo: marks)
    return lists[0].count == marks ? lists : nil
  }

  /// The closes of several series at their last common marks, `marks` of them or as many as there
  /// are, the newest first, one list for each series.
  public func closes(of indices: [SeriesIndex], upTo marks: Int) -> [[Double]] {
    var lists = [[Double]](repeating: [], count: indices.count)
    var ages = [Int](repeating: 0, count: indices.count)
    guard indices.allSatisfy({ $0 < series.count }) else { return lists }
    for place in lists.indices { lists[place].reserveCapacity(marks) }
    while lists[0].count < marks {
      var earliest = Int64.max
      for (place, index) in indices.enumerated() {
        guard ages[place] < min(series[index].count, capacity) else { return lists }
        earliest = min(earliest, series[index].time(ages[place], capacity))
      }
      var isCommon = true
      for (place, index) in indices.enumerated()
      where series[index].time(ages[place], capacity) > earliest {
        ages[place] += 1
        isCommon = false
      }
      guard isCommon else { continue }
      for (place, index) in indices.enumerated() {
        lists[place].append(series[index].price(ages[place], capacity))
        ages[place] += 1
      }
    }
    return lists
  }

  /// The simple returns of several series over their last `count` common marks but one, the
  /// newest first; `nil` when they have not so many.
  public func returns(of indices: [SeriesIndex], count: Int) -> [[Double]]? {
    closes(of: indices, marks: count + 1).map { lists in
      lists.map { closes in (0..<count).map { closes[$0] / closes[$0 + 1] - 1 } }
    }
  }
}

extension ReturnHistory.Closes {
  mutating func add(_ time: Int64, _ price: Double, _ capacity: Int) {
    if times.count < capacity {
      times.append(time)
      prices.append(price)
    } else {
      times[count % capacity] = time
      prices[count % capacity] = price
    }
    count += 1
  }

  func time(_ age: Int, _ capacity: Int) -> Int64 { times[(count - 1 - age) % capacity] }
  func price(_ age: Int, _ capacity: Int) -> Double { prices[(count - 1 - age) % capacity] }
}

extension ReturnHistory {
  /// Pearson's correlation of the returns between these closes, the newest first; `nil` when one
  /// of them does not move.
  public static func correlation(_ a: [Double], _ b: [Double]) -> Double? {
    let count = a.count - 1
    var (meanA, meanB) = (0.0, 0.0)
    for index in 0..<count {
      meanA += a[index] / a[index + 1] - 1
      meanB += b[index] / b[index + 1] - 1
    }
    meanA /= Double(count)
    meanB /= Double(count)
    var (squaresA, squaresB, products) = (0.0, 0.0, 0.0)
    for index in 0..<count {
      let (x, y) = (a[index] / a[index + 1] - 1 - meanA, b[index] / b[index + 1] - 1 - meanB)
      squaresA += x * x
      squaresB += y * y
      products += x * y
    }
    guard squaresA > 0, squaresB > 0 else { return nil }
    return products / (squaresA * squaresB).squareRoot()
  }
}
