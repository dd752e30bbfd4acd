/// Mean and deviation of the last values, without anything ever being subtracted; missing until
/// that many have come since the start or the last missing one.
///
/// Of the newer part of the window the moments so far are kept, of the older
/// part the moments of each of its tails. The oldest value leaves by forgetting
/// the longest tail; when none is left, the newer part becomes the older one.
/// A value is added twice in its life, so its cost is constant on average.
struct MomentWindow: Codable, Sendable {
  /// Count, mean and Σ (x − mean)²: values added one by one (Welford) or as such a sum (Chan).
  struct Moments: Codable, Sendable {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0

    @inline(__always)
    mutating func add(_ value: Double) {
      count += 1
      let distance = value - mean
      mean += distance / count
      squares += distance * (value - mean)
    }

    @inline(__always)
    func adding(_ other: Moments) -> Moments {
      guard other.count > 0 else { return self }
      var result = self
      result.count += other.count
      let distance = other.mean - mean
      let share = distance * (other.count / result.count)
      result.mean += share
      result.squares += other.squares + distance * share * count
      return result
    }
  }

  private let bars: Int
  /// The moments of the tails of the older part, the longest last.
  private var tails: [Moments] = []
  private var newer: [Double] = []
  private var newerMoments = Moments()
  /// The population deviation; `nil` where it is missing.
  private var lastDeviation: Double?

  init(_ bars: Int) { self.bars = bars }

  /// The deviation of the values whose mean `update` gave.
  var deviation: Double { lastDeviation ?? .nan }

  /// Takes a value and returns the mean.
  @inline(__always)
  mutating func update(_ value: Double) -> Double {
    guard !value.isNaN else { return clear() }
    if tails.count + newer.count == bars {
      if tails.isEmpty { makeTails() }
      tails.removeLast()
    }
    newer.append(value)
    newerMoments.add(value)
    guard tails.count + newer.count == bars else { return .nan }
    let moments = tails.last.map { $0.adding(newerMoments) } ?? newerMoments
    // Values so large that their squares are not numbers have no deviation.
    let deviation = (moments.squares / moments.count).squareRoot()
    lastDeviation = deviation.isFinite ? deviation : nil
    return moments.mean
  }

  private mutating func clear() -> Double {
    tails.removeAll(keepingCapacity: true)
    newer.removeAll(keepingCapacity: true)
    newerMoments = Moments()
    lastDeviation = nil
    return .nan
  }

  private mutating func makeTails() {
    var tail = Moments()
    for value in newer.reversed() {
      tail.add(value)
      tails.append(tail)
    }
    newer.removeAll(keepingCapacity: true)
    newerMoments = Moments()
  }
}
