import SFCore
import SFTestSupport
import SFWire
import Testing

/// Every key of every type: where it stands, and what is said when it is missing or mistyped.
@Suite struct EveryKeyTests {
  /// A line of each type whose lines a step takes, as our tools write it, with as many keys as one
  /// line can have.
  private static let lines: [(type: LineType, text: String)] = {
    var random = RandomStep(seed: 61)
    let all = (0..<60).flatMap { _ in RandomStep.lines(of: random.next()) }
    return LineTable.types.compactMap { type in
      all.filter { $0.type == type }.max { keys(of: $0.text) < keys(of: $1.text) }
    }
  }()

  private static func members(of text: String) -> [JSONValue.Member] {
    let value = try? Line.withLine(of: Array(text.utf8)) { try JSONValue($0) }
    // What the writer wrote is read; a line that is none has no keys, which fails the test.
    return value?.members ?? []
  }

  private static func keys(of text: String) -> Int { members(of: text).count }

  private func error(of text: String, _ type: LineType) -> WireError? {
    do {
      _ = try RandomStep.readBack(text, type)
      return nil
    } catch { return error as? WireError }
  }

  private func text(_ members: [JSONValue.Member]) -> String { JSONValue.object(members).text }

  @Test func `there is a line of every type that a step takes`() {
    let types = LineTable.types.filter { ![.header, .mark, .end].contains($0) }
    #expect(Self.lines.map(\.type) == types)
  }

  @Test func `keys are written in the order of the table`() throws {
    var random = RandomStep(seed: 62)
    for _ in 0..<50 {
      for (type, text) in RandomStep.lines(of: random.next()) {
        let table = LineTable.rules(of: type).map(\.key)
        let keys = Self.members(of: text).map(\.key).filter(table.contains)
        #expect(keys == table.filter(keys.contains), "\(text)")
      }
    }
  }

  @Test func `every key is written by some line`() {
    var random = RandomStep(seed: 63)
    var met: [LineType: Set<String>] = [:]
    for _ in 0..<60 {
      for (type, text) in RandomStep.lines(of: random.next()) {
        met[type, default: []].formUnion(Self.members(of: text).map(\.key))
      }
    }
    for (type, keys) in met {
      let missing = LineTable.rules(of: type).map(\.key).filter { !keys.contains($0) }
      #expect(missing.isEmpty, "\(type.name)")
    }
  }

  @Test func `a key that is missing is an error at the end of the line`() {
    for (type, line) in Self.lines {
      let members = Self.members(of: line)
      for rule in LineTable.rules(of: type).dropFirst(2) where rule.isRequired {
        let cut = text(members.filter { $0.key != rule.key })
        let error = error(of: cut, type)
        #expect(
          error?.found == "a \(type.name) without '\(rule.key)'"
            && error?.column == cut.utf8.count + 1, "\(cut)")
      }
    }
  }

  @Test func `a value of another kind is an error at its place`() {
    for (type, line) in Self.lines {
      let members = Self.members(of: line)
      for place in members.indices.dropFirst(2) {
        guard let rule = LineTable.rules(of: type).first(where: { $0.key == members[place].key })
        else { continue }
        for wrong: JSONValue in [.bool(true), .array([.array([])])] {
          let before = JSONValue.object(Array(members[..<place])).text.utf8.count - 1
          var changed = members
          changed[place] = JSONValue.Member(key: rule.key, value: wrong)
          let column = before + ",\"\(rule.key)\":".utf8.count + 1
          #expect(error(of: text(changed), type)?.column == column, "\(text(changed))")
        }
      }
    }
  }

  @Test func `a key that is given twice is an error`() {
    for (type, line) in Self.lines {
      let members = Self.members(of: line)
      for member in members.dropFirst(2) where member.key != "type" {
        let twice = text(members + [member])
        #expect(error(of: twice, type)?.found.hasSuffix("twice") == true, "\(twice)")
      }
    }
  }

  @Test func `null is a number that is missing, and no other value`() {
    for (type, line) in Self.lines {
      let members = Self.members(of: line)
      for place in members.indices.dropFirst(2) {
        guard let rule = LineTable.rules(of: type).first(where: { $0.key == members[place].key })
        else { continue }
        // One that says how much is left has to say it.
        if line.contains("\"action\":\"reduce\""), rule.key == "size_multiplier" { continue }
        var changed = members
        changed[place] = JSONValue.Member(key: rule.key, value: .null)
        let isAllowed = [.float, .fraction].contains(rule.kind) || rule.mayBeNull
        #expect((error(of: text(changed), type) == nil) == isAllowed, "\(text(changed))")
      }
    }
  }

  private static let start = "\"ts\":\"2026-01-05T09:31:00.000Z\""

  @Test(arguments: [
    (
      "{\"type\":\"decision\",\(start),\"id\":\"1\",\"action\":\"reduce\"}^",
      "found a reduce without 'size_multiplier', expected what is left of the notional"
    ),
    (
      "^{\"type\":\"decision\",\(start),\"id\":\"1\",\"action\":\"enter\",\"size_multiplier\":1.5}",
      "found a size_multiplier of 1.5, expected 0 to 1"
    ),
    (
      "{\"type\":\"decision\",\(start),\"id\":\"1\",\"action\":^\"sell\"}",
      "found '\"sell\"', expected enter, reduce, skip, wait"
    ),
    (
      "{\"type\":\"decide\",\(start),\"id\":\"1\",\"symbol\":\"A\",\"interval\":\"1m\",\"detector\":\"d\",\"direction\":\"rise\",\"votes\":1,\"open_bars\":3}^",
      "found one of 'open_return' and 'open_bars', expected both, or neither where the symbol has no position"
    ),
    (
      "{\"type\":\"decide\",\(start),\"id\":\"1\",\"symbol\":\"A\",\"interval\":^\"a b\",\"detector\":\"d\",\"direction\":\"rise\",\"votes\":1}",
      "found '\"a b\"', expected an interval like \"1m\""
    ),
    (
      "{\"type\":\"account\",\(start),\"cash\":1,\"assets\":{\"A\":^[1]}}",
      "found 1 amounts of 'A', expected [free, locked]"
    ),
    (
      "{\"type\":\"account\",\(start),\"cash\":1,\"assets\":{\"A\":^{}}}",
      "found '{', expected [free, locked]"
    ),
    (
      "{\"type\":\"account\",\(start),\"cash\":1,\"assets\":{\"A\":[1,^0.123456789]}}",
      "found '0.123456789', expected an amount with at most eight decimals"
    ),
    (
      "{\"type\":\"account\",\(start),\"cash\":1,\"assets\":{\"A\":[1,2],^\"A\":[1,2]}}",
      "found 'A' twice, expected each key once"
    ),
    (
      "{\"type\":\"control\",\(start),\"action\":^\"stop\",\"reason\":\"r\",\"who\":\"w\"}",
      "found '\"stop\"', expected halt, reduce, resume, exit, cancel, settle, allow, pause"
    ),
  ])
  func `says what one key asks of another`(marked: String, message: String) {
    let column = Array(marked.utf8).firstIndex(of: UInt8(ascii: "^")).map { $0 + 1 }
    let line = marked.filter { $0 != "^" }
    let type = LineTable.types.first { line.contains("\"type\":\"\($0.name)\"") } ?? .unknown
    let error = error(of: line, type)
    #expect(error?.message == message && error?.column == column)
  }

  @Test func `assets are written in the order of their names`() throws {
    let line =
      "{\"type\":\"account\",\(Self.start),\"cash\":1.0,\"assets\":{\"B\":[1.0,0.0],\"A\":[2.0,0.5]}}"
    let step = try RandomStep.readBack(line, .account)
    #expect(step.messages(of: Account.self)[0].assets.map(\.name) == ["A", "B"])
    #expect(
      RandomStep.lines(of: step).map(\.text) == [
        "{\"type\":\"account\",\(Self.start),\"cash\":1.0,\"assets\":{\"A\":[2.0,0.5],\"B\":[1.0,0.0]}}"
      ])
  }
}
