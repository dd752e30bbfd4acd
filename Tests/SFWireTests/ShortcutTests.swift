import SFCore
import SFTestSupport
import SFWire
import Testing

/// The decoder knows lines as our tools write them and reads them by shortcuts; what it finds must
/// be what it finds in the same bytes without them.
@Suite struct ShortcutTests {
  static let lines = [
    #"{"type":"bar","ts":"2026-01-05T09:31:00.000Z","symbol":"BTC","interval":"1m","open":2.5,"#
      + #""high":3.0,"low":1.0,"close":2.0,"volume":12.48,"trades":7}"#,
    #"{"type":"features","ts":"2026-01-05T09:31:00.000Z","symbol":"BTC","interval":"1m","#
      + #""values":{"sma_20":1.5,"sma_50":null}}"#,
    #"{"type":"signal","ts":"2026-01-05T09:31:00.000Z","symbol":"BTC","interval":"1m","#
      + #""detector":"d","direction":"rise","strength":1.0}"#,
    #"{"type":"mark","ts":"2026-01-05T09:31:00.000Z"}"#,
    #"{"type":"equity","ts":"2026-01-05T09:31:00.000Z","equity":-10.5,"cash":10.0,"#
      + #""exposure":null,"drawdown":0.00123456789012345678,"open_positions":12,"buy_hold":9.0}"#,
    #"{"type":"fill","ts":"2026-01-05T09:31:00.000Z","id":"1-1-1","order":"1-1","symbol":"BTC","#
      + #""side":"buy","price":2.0,"quantity":1.5,"fee":0.003,"position":"1-1","#
      + #""liquidity":"taker","at":"2026-01-05T09:30:00.000Z"}"#,
  ]

  /// What a line says: its values, or what is wrong with it and where. `first` is a line of the
  /// same type that was read before.
  private func read(_ text: String, after first: String, shortcuts: Bool) -> String {
    var decoder = LineDecoder()
    var step = Step()
    func take(_ text: String) -> String {
      // Room behind the line, as a reader leaves it.
      let bytes = Array((text + "\n").utf8) + Array(repeating: 0, count: 64)
      return bytes.withUnsafeBufferPointer { buffer in
        let start = buffer.baseAddress!
        let line = Line(start: start, end: start + buffer.count - 65)
        do {
          let envelope = try decoder.envelope(of: line)
          guard envelope.type != .unknown, let ts = envelope.ts else { return "unknown" }
          step.begin(ts)
          // Features follow the bar of their series.
          if envelope.type == .features, step.series.count > 0 { step.take(Self.bar) }
          if shortcuts {
            try decoder.decode(line, envelope, into: &step)
          } else {
            try decoder.decode(line, envelope.type, into: &step)
          }
          let series = step.rows.map { step.series[$0.series] }
          return "\(ts) \(series) \(step.bars) \(step.values) \(step.columns.names) "
            + "\(step.signals) \(step.equities) \(step.fills)"
        } catch let error {
          return "\(error)"
        }
      }
    }
    _ = take(first.replacing("09:31", with: "09:30"))
    return take(text)
  }

  private static let bar = Bar(series: 0, open: 1, high: 1, low: 1, close: 1, volume: nil)

  @Test(arguments: lines)
  func `a line in which a byte is changed reads the same without shortcuts`(line: String) {
    let bytes = Array(line.utf8)
    var seen: Set<String> = []
    for place in bytes.indices {
      for byte in Array(#" ",:}{0z9-.e"#.utf8) {
        for isInserted in [false, true] {
          var changed = bytes
          if isInserted { changed.insert(byte, at: place) } else { changed[place] = byte }
          let text = String(decoding: changed, as: UTF8.self)
          let fast = read(text, after: line, shortcuts: true)
          #expect(fast == read(text, after: line, shortcuts: false), "\(text)")
          seen.insert(fast)
        }
      }
    }
    // Lines that read, and lines that fail in many ways.
    #expect(seen.count > 10)
  }

  @Test(arguments: lines)
  func `a line that is cut reads the same without shortcuts`(line: String) {
    for length in 1..<line.utf8.count {
      let text = String(line.prefix(length))
      let fast = read(text, after: line, shortcuts: true)
      #expect(fast == read(text, after: line, shortcuts: false), "\(text)")
    }
  }

  @Test func `a value that is given twice is refused in the step that brings its column`() {
    let bar = Self.lines[0]
    var decoder = LineDecoder()
    var step = Step()
    var errors = 0
    for text in [bar, Self.lines[1], Self.lines[1]] {
      let bytes = Array((text + "\n").utf8) + Array(repeating: 0, count: 64)
      bytes.withUnsafeBufferPointer { buffer in
        let start = buffer.baseAddress!
        let line = Line(start: start, end: start + buffer.count - 65)
        do {
          let envelope = try decoder.envelope(of: line)
          if step.bars.isEmpty { step.begin(envelope.ts!) }
          try decoder.decode(line, envelope, into: &step)
        } catch {
          errors += 1
        }
      }
    }
    #expect(errors == 1)
  }
}
