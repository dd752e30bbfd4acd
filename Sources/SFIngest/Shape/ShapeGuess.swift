import SFCore
import SFWire

/// Finds the options that read a file, by trying: what is printed has read its first lines.
package struct ShapeGuess {
  /// Options as they stand on a command line, and what they say.
  package struct Candidate {
    package var words: [String]
    package var shape: FileShape
  }

  /// What a candidate made of the first lines.
  package struct Sight {
    package let candidate: Candidate
    package let bars: [RawBars.RawBar]
    package let notes: [IngestNote]
  }

  private let name: String
  private let head: [UInt8]
  private let symbol: Symbol?

  /// `head` are the first bytes of a file, up to the end of a line.
  package init(_ name: String, head: [UInt8], symbol: Symbol?) {
    self.name = name
    self.head = head
    self.symbol = symbol
  }

  /// The simplest options that read every line, and others as simple that read other times.
  package func sights() -> [Sight] {
    var found: [Sight] = []
    var simplest = Int.max
    for candidate in candidates where candidate.words.count <= simplest {
      guard let sight = look(candidate) else { continue }
      let isNew = !found.contains { $0.bars.map(\.time) == sight.bars.map(\.time) }
      guard isNew else { continue }
      simplest = candidate.words.count
      found.append(withVolume(sight))
    }
    return found
  }

  /// The same with the volume that a format finds, where it would be left: ticks of MetaTrader.
  private func withVolume(_ sight: Sight) -> Sight {
    let hasNone = sight.notes.contains { if case .noVolume = $0 { true } else { false } }
    guard hasNone else { return sight }
    for preset in presets {
      guard let other = look(preset), other.bars.contains(where: { $0.bar.volume != nil }),
        other.bars.map(\.time) == sight.bars.map(\.time)
      else { continue }
      return other
    }
    return sight
  }

  /// What stops a reader that is told nothing.
  package func failure() -> IngestError? {
    var options = IngestOptions()
    options.symbol = symbol ?? "X"
    do {
      var bars = try RawBars(MemorySource(head, name: name), options)
      while let event = try bars.next() {
        if case .unreadable(let error) = event { return error }
      }
      return nil
    } catch { return error as? IngestError }
  }

  private func look(_ candidate: Candidate) -> Sight? {
    var options = IngestOptions()
    options.symbol = symbol
    options.shape = candidate.shape
    // A shape that cannot be opened is a wrong guess.
    guard var bars = try? RawBars(MemorySource(head, name: name), options) else {
      if symbol == nil {
        return ShapeGuess(name, head: head, symbol: "X").look(candidate.with("--symbol", "NAME"))
      }
      return nil
    }
    var list: [RawBars.RawBar] = []
    do {
      while let event = try bars.next() {
        guard case .bar(let bar) = event, bar.bar.fault == nil else { return nil }
        list.append(bar)
      }
    } catch { return nil }
    guard let first = list.first, let last = list.last else { return nil }
    if first.symbol == last.symbol, first.time > last.time, !candidate.shape.isNewestFirst {
      var turned = candidate.with("--order", "newest_first")
      turned.shape.isNewestFirst = true
      return look(turned)
    }
    return Sight(candidate: candidate, bars: list, notes: bars.takeNotes())
  }

  // MARK: Candidates

  private static let columns = [
    "time=1,open=2,high=3,low=4,close=5,volume=6", "time=1,open=2,high=3,low=4,close=5",
    "date=1,time=2,open=3,high=4,low=5,close=6,volume=7",
    "date=1,time=2,open=3,high=4,low=5,close=6",
    "time=2,symbol=1,open=3,high=4,low=5,close=6,volume=7",
  ]

  private var presets: [Candidate] {
    FilePreset.allCases.map { Candidate(words: ["--format", $0.rawValue], shape: $0.shape) }
  }

  /// From the simplest on: nothing, a format, then ever more options.
  private var candidates: [Candidate] {
    let plain = [Candidate(words: [], shape: FileShape())]
    let columns =
      plain
      + Self.columns.map { text in
        plain[0].with("--columns", text) {
          $0.columns = text.split(separator: ",").map { part in
            let sides = part.split(separator: "=").map(String.init)
            return .init(meaning: sides[0], column: sides[1])
          }
        }
      }
    let numbers =
      columns
      + columns.flatMap { candidate in
        [("comma", ",", "."), ("point", ".", ",")].map { _, decimal, thousands in
          candidate.with("--decimal", "'\(decimal)'") { $0.decimal = decimal.utf8.first }
            .with("--thousands", "'\(thousands)'") { $0.thousands = thousands.utf8.first }
        }
      }
    let formats = (TimeFormat("excel").map { [$0] } ?? []) + TimeFormat.guesses
    let timed =
      numbers
      + numbers.flatMap { candidate in
        formats.map { format in
          candidate.with("--time-format", "'\(format.text)'") { $0.timeFormat = format }
        }
      }
    let skipped =
      timed
      + (1...3).flatMap { count in
        (numbers + presets).map {
          $0.with("--skip-lines", "\(count)") { $0.skippedLines = count }
        }
      }
    return (plain + presets + skipped).enumerated()
      .sorted { ($0.1.words.count, $0.0) < ($1.1.words.count, $1.0) }.map(\.1)
  }
}

extension ShapeGuess.Candidate {
  fileprivate func with(
    _ option: String, _ value: String, _ change: (inout FileShape) -> Void = { _ in }
  ) -> Self {
    var copy = self
    copy.words += [option, value]
    change(&copy.shape)
    return copy
  }
}
