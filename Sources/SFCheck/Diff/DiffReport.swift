import SFCore
import SFWire

/// What is said of two runs that are not the same.
package struct DiffReport {
  /// The names of the files.
  let a: String
  let b: String
  /// `nil` when only settings differ.
  let difference: RunDifference?
  let settings: [SettingDifference]
  /// Marks of both, where only settings differ.
  let marks: Int

  package init(
    a: String, b: String, difference: RunDifference?, settings: [SettingDifference], marks: Int
  ) {
    self.a = a
    self.b = b
    self.difference = difference
    self.settings = settings
    self.marks = marks
  }

  package var text: String {
    var lines: [String] = []
    if let difference {
      let time = difference.ts.map { "\($0)" } ?? "the end"
      lines.append(
        "same up to mark \(difference.marks), different at \(time) from \(difference.origin.name) on"
      )
      lines.append("- \(side(a, difference.a))")
      lines.append("+ \(side(b, difference.b))")
      if !difference.keys.isEmpty {
        lines.append("keys that differ: \(difference.keys.joined(separator: " "))")
      }
      if !difference.led.isEmpty { lines.append("what led to it, in both:") }
      lines += difference.led.map { "  \($0)" }
    } else {
      lines.append("the same lines in \(marks) marks, from different settings")
    }
    if !settings.isEmpty { lines.append("settings that differ:") }
    lines += settings.map {
      "  \($0.stage) \($0.key): \($0.a ?? "nothing") \($0.b ?? "nothing")"
    }
    return lines.map { $0.shown(most: .max) + "\n" }.joined()
  }

  private func side(_ name: String, _ place: RunDifference.Place?) -> String {
    place.map { "\(name):\($0.number): \($0.text)" } ?? "\(name): no such line"
  }

  /// `{"ts":…,"stage":…,"marks":…,"a":{"line":…,"text":…},"b":…,"keys":[…],"led":[…],"settings":[…]}`.
  package var json: String {
    func object(_ place: RunDifference.Place?) -> String {
      place.map { "{\"line\":\($0.number),\"text\":\($0.text)}" } ?? "null"
    }
    let settings = settings.map {
      "{\"stage\":\($0.stage.jsonQuoted),\"key\":\($0.key.jsonQuoted),"
        + "\"a\":\($0.a ?? "null"),\"b\":\($0.b ?? "null")}"
    }
    let ts = difference?.ts.map { "\"\($0)\"" } ?? "null"
    let stage = difference?.origin.name.jsonQuoted ?? "null"
    let keys = (difference?.keys ?? []).map(\.jsonQuoted).joined(separator: ",")
    return "{\"ts\":\(ts),\"stage\":\(stage),\"marks\":\(difference?.marks ?? marks),"
      + "\"a\":\(object(difference?.a)),\"b\":\(object(difference?.b)),\"keys\":[\(keys)],"
      + "\"led\":[\((difference?.led ?? []).joined(separator: ","))],"
      + "\"settings\":[\(settings.joined(separator: ","))]}\n"
  }
}
