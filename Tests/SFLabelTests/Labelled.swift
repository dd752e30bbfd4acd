import Foundation
import SFCore
import SFLabel
import SFTestSupport
import SFRun

/// What a labeler said of one bar, or ought to say: times as numbers of bars.
struct Said: Equatable, CustomStringConvertible {
  var at: Int
  var detector: String?
  var value: Double?
  var known: Int
  var end: Int?
  var bars: Int?
  var gain: Double?

  var description: String {
    func text<T>(_ value: T?) -> String { value.map { "\($0)" } ?? "null" }
    return "at \(at) \(detector ?? "") value \(text(value)) known \(known) t1 \(text(end)) "
      + "bars \(text(bars)) return \(text(gain))"
  }
}

/// Labels of bars of one minute.
enum Labelled {
  static let start: Timestamp = "2024-01-01T00:00:00.000Z"

  static func number(_ text: Any?) -> Int? {
    (text as? String).flatMap { Timestamp($0) }.map { Int(($0 - start) / 60_000) - 1 }
  }

  static func link(_ specs: [String]) throws -> Chain.Link {
    Chain.Link(
      try LabelStage(specs), entry: StageEntry(name: "sf-label", version: "0", config: []))
  }

  /// A stream of one symbol with these signals: the number of a bar, a direction, a detector.
  static func stream(_ bars: [Bar], _ signals: [(Int, SignalDirection, String)] = []) -> String {
    var lines = FeatureFixtures.stream([("A", bars)]).split(separator: "\n").map(String.init)
    for (bar, direction, detector) in signals.reversed() {
      let ts = start + Int64(bar + 1) * 60_000
      let mark = lines.firstIndex { $0.hasPrefix("{\"type\":\"mark\",\"ts\":\"\(ts)\"") }
      lines.insert(
        "{\"type\":\"signal\",\"ts\":\"\(ts)\",\"symbol\":\"A\",\"interval\":\"1m\","
          + "\"detector\":\"\(detector)\",\"direction\":\"\(direction.rawValue)\",\"strength\":1.0}",
        at: mark ?? 0)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What stands in the label lines of a stream, as Foundation reads it.
  static func said(in output: String) throws -> [Said] {
    try output.split(separator: "\n").filter { $0.hasPrefix("{\"type\":\"label\"") }.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let label = try FeatureFixtures.unwrap(object)
      return Said(
        at: try FeatureFixtures.unwrap(number(label["at"])), detector: label["detector"] as? String,
        value: label["value"] as? Double,
        known: try FeatureFixtures.unwrap(number(label["ts"])), end: number(label["t1"]),
        bars: label["bars"] as? Int, gain: label["return"] as? Double)
    }
  }

  static func run(
    _ spec: String, _ bars: [Bar], _ signals: [(Int, SignalDirection, String)] = []
  ) throws -> [Said] {
    try said(in: InMemory.run(stream(bars, signals), [link([spec])]))
  }

  /// Real bars.
  static func market(_ count: Int) throws -> [Bar] {
    let shared = try FeatureFixtures.unwrap(Shell.shared)
    return try FeatureFixtures.bars(
      shared.appendingPathComponent("data/klines-1m/BTCPERP-1m-202201.csv"), count)
  }
}
