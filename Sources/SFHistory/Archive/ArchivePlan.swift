import SFBinance
import SFCore
import SFTool

/// Which archives are read, and in which order.
struct ArchivePlan: Sendable {
  /// For each symbol its archives in order of time.
  private(set) var sequences: [[ArchivePlace]] = []
  /// Days that are left out because their month is there, and second copies.
  private(set) var left: [ArchivePlace] = []

  /// Chooses among archives that are there: those of the kind, the symbols, the interval of klines
  /// and the time that are wanted, `nil` for all.
  ///
  /// Archives of several intervals are an error: one run reads one.
  init(
    _ places: [ArchivePlace], _ kind: ArchiveData.Kind, symbols: [Symbol]?, interval: Interval?,
    from: Timestamp?, to: Timestamp?
  ) throws {
    let wanted = places.filter { place in
      place.name.data.kind == kind && (symbols?.contains(place.name.symbol) ?? true)
        && (kind != .klines || interval == nil || interval == place.name.data.interval)
        && place.name.span.overlaps((from ?? .earliest)..<(to ?? .latest))
    }
    let intervals = Set(wanted.compactMap(\.name.data.interval)).sorted(by: Interval.isOrdered)
    guard intervals.count <= 1 else {
      throw UsageError(
        "found archives of \(intervals.map(\.text).joined(separator: ", ")), expected one interval",
        help: "choose it: --interval \(intervals[0])")
    }
    let names = Set(wanted.map(\.name))
    var seen: Set<ArchiveName> = []
    var kept: [Symbol: [ArchivePlace]] = [:]
    for place in wanted {
      let isInMonth = place.name.day != nil && names.contains(place.name.asMonth)
      guard seen.insert(place.name).inserted, !isInMonth else {
        left.append(place)
        continue
      }
      kept[place.name.symbol, default: []].append(place)
    }
    sequences = kept.keys.sorted().map { symbol in
      (kept[symbol] ?? []).sorted { $0.name.span.lowerBound < $1.name.span.lowerBound }
    }
  }

  /// The archives of a span on a server, whose folder of the market is `root`.
  init(
    root: String, symbols: [Symbol], _ data: ArchiveData, span: Range<Timestamp>, byDay: Bool
  ) {
    sequences = symbols.sorted().map { symbol in
      ArchiveName.covering(span, symbol: symbol, data, byDay: byDay).map {
        ArchivePlace(name: $0, path: "\(root)/\($0.path)")
      }
    }
  }

  /// The days of a month on that server: where the month has not been put together yet.
  static func days(
    of place: ArchivePlace, root: String, before end: Timestamp
  ) -> [ArchivePlace] {
    place.name.days.filter { $0.span.lowerBound < end }
      .map { ArchivePlace(name: $0, path: "\(root)/\($0.path)") }
  }
}
