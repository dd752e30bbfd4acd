import ArgumentParser
import SFCore
import SFIngest
import SFTool

/// Which longer bars `sf-ingest` makes.
struct ResampleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write bars of these intervals, made of those that come; name their own interval too to keep "
        + "them.", valueName: "5m,1h,…"),
    transform: Self.intervals)
  var resample: [Interval]?

  @Option(
    help: ArgumentHelp(
      "A bar that is made here and of which the input covers a part, at its start or end: drop it, "
        + "or mark it by the market field partial. [default: drop]", valueName: "which"),
    transform: Self.partial)
  var partial: PartialRule?

  @Option(
    help: ArgumentHelp(
      "How much later than midnight UTC (Monday for weeks) longer bars begin: 9h30m, or =-7h. "
        + "[default: 0m]", valueName: "time"),
    transform: Self.offset)
  var resampleOffset: Int64?

  var resampling: Resampling? {
    resample.map { Resampling($0, offset: resampleOffset ?? 0) }
  }

  func check() throws(UsageError) {
    if resample == nil, resampleOffset != nil {
      throw UsageError("--resample-offset goes with --resample")
    }
  }

  /// The effective values, for the header.
  var settings: [Setting] {
    [
      resample.map { Setting("resample", $0.map(\.text)) } ?? Setting("resample", .null),
      Setting("partial", (partial ?? resampling.map { _ in .drop })?.rawValue),
      Setting("resample_offset", resampling.map { Self.text(ofOffset: $0.offset) }),
    ]
  }

  // MARK: Texts to values

  @Sendable static func intervals(_ text: String) throws -> [Interval] {
    var list: [Interval] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let interval = Interval(String(part)), interval.milliseconds != nil else {
        throw ValidationError(
          "'\(part)' is no length of time: expected \(Interval.expected(for: String(part)))")
      }
      if list.contains(interval) { throw ValidationError("'\(interval)' is given twice") }
      list.append(interval)
    }
    return list
  }

  @Sendable static func partial(_ text: String) throws -> PartialRule {
    guard let partial = PartialRule(rawValue: text) else {
      throw ValidationError("'\(text)' is neither drop nor mark")
    }
    return partial
  }

  private static let units: [(name: Character, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000),
  ]

  /// Each unit at most once, from the longest: `9h30m`, `-7h`.
  @Sendable static func offset(_ text: String) throws -> Int64 {
    var rest = text[...]
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    var sum: Int64 = 0
    var expected = units[...]
    repeat {
      let digits = rest.prefix { ("0"..."9").contains($0) }
      rest.removeFirst(digits.count)
      guard let count = Int64(digits), count < 10_000, let name = rest.popFirst(),
        let place = expected.firstIndex(where: { $0.name == name })
      else {
        throw ValidationError("'\(text)' is no length of time: expected one like 30m, -7h or 9h30m")
      }
      sum += count * expected[place].milliseconds
      expected = expected[(place + 1)...]
    } while !rest.isEmpty
    return isNegative ? -sum : sum
  }

  static func text(ofOffset milliseconds: Int64) -> String {
    var rest = milliseconds.magnitude
    var text = ""
    for (name, length) in units {
      let (count, left) = rest.quotientAndRemainder(dividingBy: UInt64(length))
      if count > 0 { text += "\(count)\(name)" }
      rest = left
    }
    return text.isEmpty ? "0m" : (milliseconds < 0 ? "-" : "") + text
  }
}
