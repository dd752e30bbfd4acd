/// A sum of doubles that does not lose what is small beside it (Neumaier 1974).
public struct CompensatedSum: Codable, Hashable, Sendable {
  private var sum = 0.0
  private var lost = 0.0

  public init() {}

  public mutating func update(_ value: Double) {
    let next = sum + value
    lost += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  public var value: Double { sum + lost }
}
