/// The last `capacity` numbers in ascending order: where would another stand among them?
struct RankWindow: Codable, Sendable {
  private var trail: Recent<Double>
  private var sorted: [Double] = []

  init(_ capacity: Int) { trail = Recent(capacity) }

  var isFull: Bool { trail.isFull }

  mutating func push(_ value: Double) {
    if let oldest = trail.push(value) { sorted.remove(at: below(oldest)) }
    sorted.insert(value, at: below(value))
  }

  /// The share of the numbers that are less, each that is equal counting half.
  func rank(of value: Double) -> Double {
    let less = below(value)
    let notMore = firstPlace { $0 > value }
    return (Double(less) + Double(notMore - less) / 2) / Double(sorted.count)
  }

  private func below(_ value: Double) -> Int { firstPlace { $0 >= value } }

  /// The first place of which it is true, as it is of all behind it.
  private func firstPlace(where isTrue: (Double) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if isTrue(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
