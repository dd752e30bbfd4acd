import SFCore

/// A time of day: `23:01`, `23:01:02`, `23:01:02.345`, `2301` or `230102`; the hour may have one
/// digit before a colon.
enum TimeOfDay {
  enum Reading: Equatable {
    case time(Int64)
    case tooFine
    case unreadable
  }

  /// Reads from `p` on, which then stands behind it: milliseconds since midnight.
  static func read(
    _ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, takesFiner: Bool = false
  ) -> Reading {
    if end - p >= 4, p[1] == UInt8(ascii: ":"), p.pointee &- 48 < 10 {
      return minutes(Int(p.pointee - 48), p + 1, &p, end, takesFiner)
    }
    guard let hour = TimeText.two(p, end), hour < 24 else { return .unreadable }
    return minutes(hour, p + 2, &p, end, takesFiner)
  }

  /// Reads on behind the hour, which ends at `behind`.
  private static func minutes(
    _ hour: Int, _ behind: UnsafePointer<UInt8>, _ p: inout UnsafePointer<UInt8>,
    _ end: UnsafePointer<UInt8>, _ takesFiner: Bool
  ) -> Reading {
    let hasColons = behind < end && behind.pointee == UInt8(ascii: ":")
    let width = hasColons ? 1 : 0
    guard let minute = TimeText.two(behind + width, end), minute < 60 else { return .unreadable }
    p = behind + width + 2
    var milliseconds = Int64(hour * 60 + minute) * 60_000
    let hasSeconds = p < end && (hasColons ? p.pointee == UInt8(ascii: ":") : p.pointee &- 48 < 10)
    guard hasSeconds else { return .time(milliseconds) }
    guard let second = TimeText.two(p + width, end), second < 60 else { return .unreadable }
    p += width + 2
    milliseconds += Int64(second) * 1_000
    guard p < end, p.pointee == UInt8(ascii: ".") || p.pointee == UInt8(ascii: ",") else {
      return .time(milliseconds)
    }
    p += 1
    var weight: Int64 = 100
    let first = p
    while p < end, p.pointee &- 48 < 10 {
      if weight == 0, p.pointee != 48, !takesFiner { return .tooFine }
      milliseconds += Int64(p.pointee - 48) * weight
      weight /= 10
      p += 1
    }
    return p > first ? .time(milliseconds) : .unreadable
  }

  /// A number of a column of times: hours and minutes, or with seconds, without leading zeros.
  static func number(_ value: Int64, hasSeconds: Bool) -> Int64? {
    let seconds = hasSeconds ? value : value * 100
    let (hour, minute, second) = (seconds / 10_000, seconds / 100 % 100, seconds % 100)
    guard value >= 0, hour < 24, minute < 60, second < 60 else { return nil }
    return ((hour * 60 + minute) * 60 + second) * 1_000
  }
}
