import SFCore

/// Times and spans as a database says them, which somebody else may have written.
extension Dataset {
  static let expectedTime = "one of the years 1 to 9999"

  /// The times that a row may have; a bar closes within them, too.
  var times: ClosedRange<Int64> {
    Timestamp.earliest.milliseconds...Timestamp.latest.milliseconds
      - (series.interval.milliseconds ?? 1)
  }

  /// The time of a row; what is none is damage.
  public func time(_ milliseconds: Int64, in store: String) throws(StoreError) -> Timestamp {
    guard times.contains(milliseconds) else {
      throw StoreError(
        .badData,
        "found the time \(milliseconds) ms in \(text) of '\(store)', expected \(Self.expectedTime)")
    }
    return Timestamp(milliseconds: milliseconds)
  }

  /// The bars from the first to the last open, which must not be before it.
  public func span(
    from first: Int64, to last: Int64, in store: String
  ) throws(StoreError) -> BarSpan {
    let (first, last) = (try time(first, in: store), try time(last, in: store))
    guard first <= last else {
      throw StoreError(
        .badData,
        "found a span from \(first) to \(last) in \(text) of '\(store)', "
          + "expected its end at or behind its start")
    }
    return BarSpan(first: first, last: last)
  }

  /// How far apart two bars are at most that follow each other; `nil` where that is not known.
  public var longestStep: Int64? {
    guard let length = series.interval.milliseconds, type.isBars else { return nil }
    // 31 days, with an hour for clocks that are moved.
    return length == CalendarMonth.length
      ? 31 * Timestamp.millisecondsPerDay + 3_600_000 : length
  }

  /// The bars that are missing between two, the later more than a length behind the other.
  public func gap(
    between before: Int64, _ after: Int64, in store: String
  ) throws(StoreError) -> BarSpan {
    let (before, after) = (try time(before, in: store), try time(after, in: store))
    let length = series.interval.milliseconds ?? 0
    func later(_ time: Timestamp, _ count: Int64) -> Timestamp {
      Timestamp(milliseconds: BarGrid.later(time.milliseconds, by: count, of: length))
    }
    return BarSpan(first: later(before, 1), last: max(later(before, 1), later(after, -1)))
  }
}
