/// What a time zone adds to UTC, from when on: values, so that no stage reads a file of the system.
public struct ZoneRules: Hashable, Sendable, Codable {
  /// Ascending; before the first the first offset holds.
  public let starts: [Timestamp]
  /// Milliseconds east of UTC from each start on.
  public let offsets: [Int64]

  public init(starts: [Timestamp], offsets: [Int64]) {
    precondition(!starts.isEmpty && starts.count == offsets.count, "an offset for each start")
    self.starts = starts
    self.offsets = offsets
  }

  public static let utc = ZoneRules(starts: [.earliest], offsets: [0])

  public func offset(at time: Timestamp) -> Int64 {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= time { low = middle } else { high = middle }
    }
    return offsets[low]
  }
}

// MARK: - Local times

extension ZoneRules {
  /// The moment at which clocks of the zone show a local time, in milliseconds both; `nil` for one
  /// that they pass over.
  ///
  /// An hour that comes twice is the first of both, or the second where the first is not behind
  /// `last`: rows go forward.
  public func moment(ofLocal local: Int64, behind last: Int64 = .min) -> Int64? {
    let day = Timestamp.millisecondsPerDay
    // No zone changes twice within two days, so that these are all that can hold.
    let before = offset(at: Timestamp(milliseconds: local - day))
    let after = offset(at: Timestamp(milliseconds: local + day))
    if before == after { return local - before }
    let moments = [local - before, local - after].filter {
      offset(at: Timestamp(milliseconds: $0)) == local - $0
    }.sorted()
    return moments.first { $0 > last } ?? moments.last
  }

  /// The moment so much local time behind another: a day is 23, 24 or 25 hours. Where clocks pass
  /// over it, it is when they do.
  public func moment(_ moment: Int64, plusLocal length: Int64) -> Int64 {
    let shift = offset(at: Timestamp(milliseconds: moment))
    let local = moment + shift + length
    return self.moment(ofLocal: local, behind: moment) ?? local - shift
  }
}
