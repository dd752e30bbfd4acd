import SFCore
import SFExchange
import SFRun
import SFTool
import SFTransport
import SFWire

/// A market that was recorded: lines of bars, as sf-ingest writes them, or messages of the exchange's
/// streams. Lines of other types say nothing here.
struct MarketFile {
  /// A bar with the names that its line has.
  struct Entry {
    let symbol: String
    let opened: Timestamp
    let milliseconds: Int64
    let bar: Bar
  }

  /// In order of their opens; of one open in the order of the lines.
  let bars: [Entry]
  /// In order of their times; of one time in the order of the lines.
  let events: [RecordedEvent]

  init(path: String) throws {
    let source = try Endpoint.open(
      input: path, stop: Interruption.descriptor,
      ifTerminal: UsageError("found a terminal, expected a market on standard input"))
    var reader = LineReader(source)
    var bars: [Entry] = []
    var events: [RecordedEvent] = []
    while true {
      do {
        guard let line = try Self.next(&reader) else { break }
        let value = try JSONValue(line)
        if let bar = try Self.bar(value) {
          bars.append(bar)
        } else if let event = RecordedEvent(value, after: events.last?.time) {
          events.append(event)
        }
      } catch let error as WireError {
        throw InputError(error, file: source.name, line: reader.lineNumber)
      }
    }
    guard bars.isEmpty != events.isEmpty else {
      throw InputError(
        file: source.name, line: max(1, reader.lineNumber), column: 1,
        message: bars.isEmpty
          ? "found no bar and no print, expected lines of bars, or messages of trades"
          : "found bars and messages of trades, expected one or the other",
        help: "make some: sf-ingest --synthetic --bars 2000 --interval 1m > bars.jsonl")
    }
    self.bars = bars.enumerated()
      .sorted { ($0.element.opened, $0.offset) < ($1.element.opened, $1.offset) }.map(\.element)
    self.events = events.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  private static func next(_ reader: inout LineReader) throws -> Line? {
    while true {
      if let line = try reader.next() { return line }
      if try !reader.fill() { return nil }
    }
  }

  /// `nil` for a line that is no bar.
  private static func bar(_ value: JSONValue) throws(WireError) -> Entry? {
    guard value["type"]?.string == "bar" else { return nil }
    func wrong(_ key: String) -> WireError {
      WireError(
        column: 1, found: "\(value[key]?.text ?? "nothing") as '\(key)' of a bar",
        expected: "what a bar has there")
    }
    func price(_ key: String) throws(WireError) -> Price {
      guard case .number(let text) = value[key], let price = Price(text), price > 0 else {
        throw wrong(key)
      }
      return price
    }
    guard let symbol = value["symbol"]?.string else { throw wrong("symbol") }
    guard let ts = value["ts"]?.string.flatMap(Timestamp.init) else { throw wrong("ts") }
    guard let length = value["interval"]?.string.flatMap({ Interval($0) })?.milliseconds else {
      throw wrong("interval")
    }
    var volume: Double?
    if case .number(let text) = value["volume"] { volume = Double(text) }
    return Entry(
      symbol: symbol, opened: ts + -length, milliseconds: length,
      bar: Bar(
        series: 0, open: try price("open"), high: try price("high"), low: try price("low"),
        close: try price("close"), volume: volume))
  }
}
