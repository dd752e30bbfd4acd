import SFCore
import SFRun
import SFWire

/// Whether a stage is still set to what it was when its journal began, by what both headers say
/// without versions and places.
package enum HeaderChange {
  /// The first difference, as a sentence; `nil` when there is none.
  package static func find(from old: [UInt8], to new: [UInt8]) throws(WireError) -> String? {
    if old == new { return nil }
    let (before, after) = (try stages(old), try stages(new))
    for (before, after) in zip(before, after) {
      if before.name != after.name { return "found \(after.name), expected \(before.name)" }
      if let change = SettingChange.find(from: before, to: after) {
        return "\(after.name): \(change)"
      }
      if before != after { return "\(after.name) writes other columns" }
    }
    if let added = after.dropFirst(before.count).first { return "\(added.name) is new" }
    return before.dropFirst(after.count).first.map { "\($0.name) is gone" }
  }

  private static func stages(_ line: [UInt8]) throws(WireError) -> [StageEntry] {
    let result = Line.withLine(of: line) { line in
      Result { () throws(WireError) in try HeaderLine.read(line).header.stages.map(\.withoutPlaces)
      }
    }
    return try result.get()
  }
}
