import SFCore

extension Dataset {
  /// What no row may be, in SQL: values that its type does not take, high below low, and a bar off
  /// the grid of its interval, whose first is `first`.
  public func conditions(quoted: (String) -> String, first: String) -> [String] {
    var list = type.columns.compactMap { column -> String? in
      switch column.values {
      case .any: nil
      case .aboveZero: "\(quoted(column.name)) <= 0"
      case .zeroOrMore: "\(quoted(column.name)) < 0"
      }
    }
    if type.isBars {
      list.append("high < low")
      list += ["open", "close"].flatMap { ["\($0) < low", "\($0) > high"] }
      if let length = series.interval.milliseconds, length != CalendarMonth.length {
        list.append("(time - \(first)) % \(length) != 0")
      }
    }
    return list
  }

  /// Rows for which a condition is true, as a sentence.
  public func finding(_ count: Int, _ condition: String, first: Timestamp) -> String {
    let what =
      condition.hasPrefix("(time") ? "off the grid of \(series.interval)" : "with \(condition)"
    return "\(text): \(count) \(count == 1 ? "row" : "rows") \(what.replacing("\"", with: "")), "
      + "the first at \(first)"
  }
}
