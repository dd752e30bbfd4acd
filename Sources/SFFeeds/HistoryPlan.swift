/// What has to be asked to have all bars of some spans of one series, and what has come.
///
/// A span is asked for whole at first: the answer, the first page of bars in it, shows where bars
/// begin. What lies behind them is asked for in pages, several at once. A hole in an answer is asked
/// for once more by itself; if there is nothing there either, the server lacks these bars. An empty
/// page may be the begin of a long pause: the rest is then asked for whole again.
///
///     spans    |----------------------------------|
///     whole    |········xxxxxxxxx|                       bars begin late
///     hole     |--------|                                nothing: lacking
///     pages                      |xxxxxxxx|xx·xxxxx|     a hole in the second
///     hole                                   |x|         it was there after all
///
/// What has come is handed out in order of time. Nothing here reads a clock: bars that should have
/// closed after `settled` may still come, so that their absence says nothing.
package struct HistoryPlan {
  /// A part of a span whose bars are all known.
  package struct Part: Equatable {
    package var span: TimeRange
    package var bars: [ClosedBar]
    package var lacking: [TimeRange]
  }

  private enum State: Equatable {
    case hole
    case asked(isWhole: Bool, isPage: Bool)
    case bars([ClosedBar])
    case lacking
    /// Nothing has come yet that may still come.
    case early
  }

  private struct Piece {
    let span: TimeRange
    var state: State
  }

  /// The length of a bar in milliseconds.
  let length: Int64
  /// The most bars of an answer.
  private let page: Int64
  /// In order of time, behind all pieces; the first may have begun.
  private var rest: [TimeRange]
  /// Whether bars are known to be where `rest` begins.
  private var isInBars = false
  /// What was asked for and not handed out, in order of time.
  private var pieces: [Piece] = []
  private let window: Int

  /// Spans must be in order of time; at most `window` pieces are under way or wait for earlier ones.
  package init(_ spans: [TimeRange], length: Int64, page: Int64, window: Int = 8) {
    self.length = length
    self.page = page
    self.window = window
    rest = spans.filter { !$0.isEmpty }
  }

  /// Whether there is nothing more to ask for or to hand out: what is left, if anything, is early.
  package var isDone: Bool { pieces.first.map { $0.state == .early } ?? rest.isEmpty }

  /// Where it goes on: the first open that may be asked for next.
  var position: Int64 {
    pieces.first { $0.state == .hole }?.span.from ?? rest.first?.from ?? .max
  }

  // MARK: Asking

  /// The next span to ask for, which is then on its way; `nil` when there is none for now.
  package mutating func nextRequest() -> TimeRange? {
    if let hole = pieces.firstIndex(where: { $0.state == .hole }) {
      pieces[hole].state = .asked(isWhole: false, isPage: false)
      return pieces[hole].span
    }
    guard let first = rest.first, pieces.count < window, !pieces.contains(where: blocksMore) else {
      return nil
    }
    let end = isInBars ? min(first.to, first.from + page * length) : first.to
    let span = TimeRange(first.from, end)
    pieces.append(Piece(span: span, state: .asked(isWhole: !isInBars, isPage: isInBars)))
    if end == first.to {
      rest.removeFirst()
      isInBars = false
    } else {
      rest[0].from = end
    }
    return span
  }

  /// What lies behind a span that was asked for whole is not known; behind an early one all is.
  private func blocksMore(_ piece: Piece) -> Bool {
    if case .asked(isWhole: true, _) = piece.state { return true }
    return piece.state == .early
  }

  // MARK: Answers

  /// Takes the answer for a span: the first bars in it, all of which have closed.
  package mutating func take(_ klines: [ClosedBar], of span: TimeRange, settled: Int64) {
    guard
      let index = pieces.firstIndex(where: {
        if case .asked = $0.state { return $0.span == span }
        return false
      }), case .asked(let isWhole, let isPage) = pieces[index].state
    else { preconditionFailure("an answer that nobody asked for") }
    let bars = klines.filter { span.contains($0.openTime) }
    guard let first = bars.first, let last = bars.last else {
      takeNothing(index, settled: settled)
      if isPage { isInBars = false }
      return
    }
    var made: [Piece] = []
    if first.openTime - span.from >= length {
      made.append(Piece(span: TimeRange(span.from, first.openTime), state: .hole))
    }
    made += Self.runs(bars, length)
    let tail = TimeRange(last.openTime + length, span.to)
    if tail.to - tail.from >= length {
      if isWhole {
        rest.insert(tail, at: 0)
        isInBars = true
      } else {
        made.append(Piece(span: tail, state: .hole))
      }
    }
    pieces.replaceSubrange(index...index, with: made)
  }

  /// Bars without a hole between them, and the holes between those.
  private static func runs(_ bars: [ClosedBar], _ length: Int64) -> [Piece] {
    var pieces: [Piece] = []
    var start = 0
    for index in bars.indices {
      let end = bars[index].openTime + length
      let next = index + 1 < bars.count ? bars[index + 1].openTime : nil
      if next == end { continue }
      pieces.append(
        Piece(span: TimeRange(bars[start].openTime, end), state: .bars(Array(bars[start...index]))))
      if let next { pieces.append(Piece(span: TimeRange(end, next), state: .hole)) }
      start = index + 1
    }
    return pieces
  }

  private mutating func takeNothing(_ index: Int, settled: Int64) {
    let span = pieces[index].span
    // A bar has closed by then that opens one length earlier.
    let bars = Swift.max(0, (settled - span.from) / length)
    let known = Swift.min(span.to, span.from + bars * length)
    var made: [Piece] = []
    if known > span.from { made.append(Piece(span: TimeRange(span.from, known), state: .lacking)) }
    if known < span.to { made.append(Piece(span: TimeRange(known, span.to), state: .early)) }
    pieces.replaceSubrange(index...index, with: made)
  }

  // MARK: Handing out

  /// What is known from the begin on, and has not been handed out; `nil` when that is nothing.
  package mutating func nextPart() -> Part? {
    var part: Part?
    while let first = pieces.first, part.map({ $0.span.to == first.span.from }) ?? true {
      switch first.state {
      case .bars(let bars):
        part =
          part ?? Part(span: TimeRange(first.span.from, first.span.from), bars: [], lacking: [])
        part?.bars += bars
      case .lacking:
        part =
          part ?? Part(span: TimeRange(first.span.from, first.span.from), bars: [], lacking: [])
        part?.lacking.append(first.span)
      case .hole, .asked, .early: return part
      }
      part?.span.to = first.span.to
      pieces.removeFirst()
    }
    return part
  }
}
