import SFCore
import SFWire

/// A setting that two runs do not share: why they differ, more often than not.
package struct SettingDifference: Equatable {
  let stage: String
  let key: String
  /// As JSON; `nil` where the run has none.
  let a: String?
  let b: String?

  /// Stage by stage, those of one name in their order.
  package static func all(_ a: Header, _ b: Header) -> [SettingDifference] {
    var result: [SettingDifference] = []
    for index in 0..<max(a.stages.count, b.stages.count) {
      let (x, y) = (a.stages[safely: index], b.stages[safely: index])
      guard let x, let y, x.name == y.name else {
        let stage = "stage \(index + 1)"
        result.append(
          .init(stage: stage, key: "name", a: x?.name.jsonQuoted, b: y?.name.jsonQuoted))
        continue
      }
      if x.version != y.version {
        result.append(
          .init(stage: x.name, key: "version", a: x.version.jsonQuoted, b: y.version.jsonQuoted))
      }
      let keys = x.config.map(\.key) + y.config.map(\.key).filter { !x.has($0) }
      for key in keys where x.value(key) != y.value(key) {
        result.append(.init(stage: x.name, key: key, a: x.value(key), b: y.value(key)))
      }
    }
    return result
  }
}

extension StageEntry {
  fileprivate func has(_ key: String) -> Bool { config.contains { $0.key == key } }

  fileprivate func value(_ key: String) -> String? {
    config.first { $0.key == key }.map { $0.value.json }
  }
}

extension Setting.Value {
  /// As the header has it.
  fileprivate var json: String {
    switch self {
    case .text(let text): text.jsonQuoted
    case .number(let text), .json(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .list(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
    case .null: "null"
    }
  }
}

extension Array {
  fileprivate subscript(safely index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
