import Foundation
import SFCore
import SFTestSupport
import SFWire
import Testing

/// Lines with small damage: nothing traps, and what is taken is what the oracle takes.
@Suite struct MutationTests {
  private static let bytes =
    Array("{}[]\",:.eE+-0159ntfu\\ x\u{1}\t/_TZ".utf8) + [0x80, 0xC3, 0xFF, 0xE2]

  /// Types with objects, in which names stand in the order of the line.
  private static let haveNames: [LineType] = [.features, .position]

  private func mutated(_ text: String, _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0...generator.next() % 2 {
      guard !bytes.isEmpty else { break }
      let place = Int(generator.next() % UInt64(bytes.count))
      let byte = Self.bytes[Int(generator.next() % UInt64(Self.bytes.count))]
      switch generator.next() % 6 {
      case 0, 1: bytes[place] = byte
      case 2: bytes.insert(byte, at: place)
      case 3: bytes.remove(at: place)
      case 4: bytes.removeLast(Int(generator.next() % UInt64(min(bytes.count, 12))))
      default:
        // A piece twice: keys, values and brackets double.
        let end = min(bytes.count, place + Int(generator.next() % 24))
        bytes.insert(contentsOf: bytes[place..<end], at: end)
      }
    }
    return bytes
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `agrees with the oracle on damaged lines`(seed: UInt64) throws {
    var random = RandomStep(seed: seed)
    var generator = SeededGenerator(seed: seed &+ 100)
    var accepted = 0
    for _ in 0..<40 {
      for (type, text) in RandomStep.lines(of: random.next()) {
        for _ in 0..<10 {
          let bytes = mutated(text, &generator)
          // A damaged byte may end the line: that is two lines, and another test.
          guard !bytes.contains(10), !hasLongExponent(bytes) else { continue }
          accepted += compare(bytes, type) ? 1 : 0
        }
      }
    }
    #expect(accepted > 100)
  }

  /// Foundation refuses numbers that round to zero, which the wire does not.
  private func hasLongExponent(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self)
      .range(of: "[eE][-+]?[0-9]{3,}", options: .regularExpression) != nil
  }

  /// Whether the line was taken.
  private func compare(_ bytes: [UInt8], _ type: LineType) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    let isText = Array(text.utf8) == bytes
    do {
      let step = try read(bytes, type)
      let written = RandomStep.lines(of: step)[0].text
      let expected = Oracle.canonical(text, type)
      if !isText || expected == nil
        || !Self.haveNames.contains(type) && expected != written
        || Self.haveNames.contains(type) && expected != Oracle.canonical(written, type)
      {
        Issue.record("taken: \(text)\nas \(written)\nexpected \(expected ?? "an error")")
      }
      return true
    } catch let error as WireError {
      #expect(error.column >= 1 && error.column <= bytes.count + 1)
      // Keys given twice are an error of ours alone.
      if isText, !error.found.hasSuffix("twice"), Oracle.canonical(text, type) != nil {
        Issue.record("refused: \(text)\n\(error.column): \(error.message)")
      }
      return false
    } catch {
      Issue.record("\(error)")
      return false
    }
  }

  private func read(_ bytes: [UInt8], _ type: LineType) throws -> Step {
    var step = Step()
    var decoder = LineDecoder()
    try Line.withLine(of: bytes) { line in
      let envelope = try decoder.envelope(of: line)
      guard envelope.type == type, let ts = envelope.ts else {
        throw WireError(column: 1, found: "another type", expected: type.name)
      }
      step.begin(ts)
      try decoder.decode(line, type, into: &step)
    }
    RandomStep.addRead(type, &step)
    return step
  }

  /// The grammar alone, on lines of any type: headers, foreign lines.
  @Test func `agrees with Foundation on what is JSON`() {
    let lines = [
      "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"version\":\"1\",\"config\":{\"n\":[1,2.5e-3,\"x\",null,true]}}]}",
      "{\"type\":\"note\",\"text\":\"\\u00e9\\ud83d\\ude00 \\\\ \\\" é\",\"n\":-0.5E+7,\"list\":[[],{},[{\"a\":false}]]}",
    ]
    var generator = SeededGenerator(seed: 31)
    for _ in 0..<20_000 {
      let bytes = mutated(lines[Int(generator.next() % 2)], &generator)
      guard !bytes.contains(10), bytes.first == UInt8(ascii: "{") else { continue }
      let isText = Array(String(decoding: bytes, as: UTF8.self).utf8) == bytes
      do {
        let value = try Line.withLine(of: bytes) { try JSONValue($0) }
        #expect(isText && Oracle.isObject(bytes) && value.members != nil, "\(bytes)")
      } catch let error as WireError {
        if isText, !error.found.hasSuffix("twice"), Oracle.isObject(bytes) {
          Issue.record("refused: \(String(decoding: bytes, as: UTF8.self)): \(error)")
        }
      } catch { Issue.record("\(error)") }
    }
  }
}
