import SFCore
import SFTestSupport
import SFWire

import SFIngest

/// What an ingest made of texts: its bars and gaps as short lines, and what it said.
struct Reading: Equatable {
  var lines: [String] = []
  var notes: [IngestNote] = []

  /// Reads files given as name and text.
  static func of(
    _ files: [(name: String, text: String)], _ options: IngestOptions = .init(), piece: Int = .max
  ) throws -> Reading {
    var ingest = Ingest(
      files.map { MemorySource($0.text, name: $0.name, piece: piece) }, options)
    return try all(of: &ingest)
  }

  static func of(
    _ text: String, name: String = "X.csv", _ options: IngestOptions = .init()
  ) throws -> Reading {
    try of([(name, text)], options)
  }

  static func all(of ingest: inout Ingest) throws -> Reading {
    var reading = Reading()
    var step = Step()
    var last: Timestamp?
    while try ingest.next(&step) {
      precondition(last.map { $0 < step.ts } ?? true, "steps go forward")
      precondition(!step.bars.isEmpty, "a step has bars")
      last = step.ts
      var gaps = step.gaps[...]
      for (index, bar) in step.bars.enumerated() {
        if let gap = gaps.first, gap.series == bar.series {
          reading.lines.append("gap \(gap.from) \(gap.to) \(gap.bars)")
          gaps = gaps.dropFirst()
        }
        reading.lines.append(text(of: bar, step.fields(ofBar: index), step))
      }
      precondition(gaps.isEmpty, "each gap stands before its bar")
    }
    // What each column was taken for is the same for most files here.
    reading.notes = ingest.takeNotes().filter { if case .columns = $0 { false } else { true } }
    return reading
  }

  private static func text(of bar: Bar, _ fields: [MarketField], _ step: Step) -> String {
    let series = step.series[bar.series]
    let volume = bar.volume.map { " v\($0)" } ?? ""
    let fields = fields.map { " \($0.name)=\($0.value)" }.joined()
    return
      "\(step.ts) \(series.symbol) \(series.interval) \(bar.open) \(bar.high) \(bar.low) \(bar.close)"
      + volume + fields
  }

  /// The error that reading a text ends with, as `LINE:COLUMN: message`.
  static func error(
    _ text: String, name: String = "X.csv", _ options: IngestOptions = .init()
  ) -> String {
    error([(name, text)], options)
  }

  static func error(
    _ files: [(name: String, text: String)], _ options: IngestOptions = .init()
  ) -> String {
    do {
      return "no error: \(try of(files, options).lines)"
    } catch let error as IngestError {
      return (files.count > 1 ? error.file + ":" : "") + "\(error.line):\(error.column): "
        + error.message
    } catch {
      return "\(error)"
    }
  }
}

extension IngestOptions {
  static func with(_ change: (inout IngestOptions) -> Void) -> IngestOptions {
    var options = IngestOptions()
    change(&options)
    return options
  }

  static let minutes = with { $0.interval = .minute }
}
