import SFCore

/// What a strength has been worth: the probability of each bin of strengths.
///
/// A table in CSV, for all detectors or for those that it names:
///
///     detector,from,to,probability
///     dip,0,1,0.48
///     dip,1,,0.55
///
/// A bin holds the strengths from `from` up to, not including, `to`; an empty
/// bound is none. A strength outside of all bins has no probability. Without
/// the column `detector`, the bins are those of every detector.
public struct Calibration: Codable, Sendable {
  private struct Bin: Codable {
    /// `nil` for a bin without that bound.
    var from: Double?
    var to: Double?
    var probability: Double

    func holds(_ strength: Double) -> Bool {
      strength >= from ?? -.infinity && strength < to ?? .infinity
    }

    func overlaps(_ other: Bin) -> Bool {
      from ?? -.infinity < other.to ?? .infinity && other.from ?? -.infinity < to ?? .infinity
    }
  }

  /// The detectors that the table names, in its order; `nil` when it is for all.
  public private(set) var detectors: [String]?
  /// The bins of each of `detectors`, or of all.
  private var bins: [[Bin]]

  /// Reads a table; errors name the line.
  public init(_ text: String, file: String) throws(ConfigurationError) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let header = lines[0].split(separator: ",", omittingEmptySubsequences: false)
    guard
      header == ["detector", "from", "to", "probability"]
        || header == ["from", "to", "probability"]
    else {
      throw ConfigurationError(
        "\(file):1:",
        "found the header '\(lines[0])', expected from,to,probability or detector,from,to,probability"
      )
    }
    let names = header.count == 4
    detectors = names ? [] : nil
    bins = names ? [] : [[]]
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let place = "\(file):\(index + 1):"
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == header.count else {
        throw ConfigurationError(
          place, "found \(fields.count) fields, expected \(header.count)")
      }
      let list = names ? try list(of: String(fields[0]), place) : 0
      try add(Self.bin(fields.suffix(3), place), to: list, place)
    }
    guard bins.contains(where: { !$0.isEmpty }) else {
      throw ConfigurationError("\(file):", "found no bins, expected at least one")
    }
  }

  /// Whether there are bins for a detector.
  public func knows(_ detector: String) -> Bool { detectors?.contains(detector) ?? true }

  /// The probability of a strength; `nil` when no bin holds it.
  func probability(_ detector: String, _ strength: Double) -> Double? {
    guard let list = detectors.map({ $0.firstIndex(of: detector) }) ?? 0 else { return nil }
    return bins[list].first { $0.holds(strength) }?.probability
  }

  private mutating func list(
    of detector: String, _ place: String
  ) throws(ConfigurationError) -> Int {
    guard ColumnName.accepts(detector) else {
      throw ConfigurationError(place, "found '\(detector)', expected the name of a detector")
    }
    if let list = detectors?.firstIndex(of: detector) { return list }
    detectors?.append(detector)
    bins.append([])
    return bins.count - 1
  }

  private static func bin(
    _ fields: ArraySlice<Substring>, _ place: String
  ) throws(ConfigurationError) -> Bin {
    let texts = Array(fields)
    let (from, to) = (try bound(texts[0], place), try bound(texts[1], place))
    guard from ?? -.infinity < to ?? .infinity else {
      throw ConfigurationError(
        place, "found the bin from \(texts[0]) to \(texts[1]), expected from below to")
    }
    guard let probability = number(texts[2]), (0...1).contains(probability) else {
      throw ConfigurationError(
        place, "found the probability '\(texts[2])', expected a number from 0 to 1")
    }
    return Bin(from: from, to: to, probability: probability)
  }

  private mutating func add(
    _ bin: Bin, to list: Int, _ place: String
  ) throws(ConfigurationError) {
    guard !bins[list].contains(where: { $0.overlaps(bin) }) else {
      throw ConfigurationError(place, "found a bin that overlaps one before, expected none")
    }
    bins[list].append(bin)
  }

  private static func bound(
    _ text: Substring, _ place: String
  ) throws(ConfigurationError) -> Double? {
    if text.isEmpty { return nil }
    guard let value = number(text) else {
      throw ConfigurationError(place, "found '\(text)', expected a strength or nothing")
    }
    return value
  }

  private static func number(_ text: Substring) -> Double? {
    guard DecimalNumber(String(text)) != nil, let value = Double(text), value.isFinite else {
      return nil
    }
    return value
  }
}
