import SFCore
import SFStore

/// What is in a store, as a table or as lines of JSON.
struct StoreInfo {
  private struct Entry {
    let dataset: Dataset
    let extent: DatasetExtent
    let gaps: [BarSpan]
    let absences: [BarSpan]

    /// Bars that are missing, and those of them that the source lacks.
    var missing: (all: Int, known: Int) {
      guard let length = dataset.series.interval.milliseconds else { return (0, 0) }
      let known = absences.reduce(0) { $0 + $1.count(of: length) }
      return (gaps.reduce(0) { $0 + $1.count(of: length) }, known)
    }
  }

  private let name: String
  private let size: Int
  private let entries: [Entry]

  init(_ store: any MarketStore) throws {
    name = store.name
    size = try store.size()
    entries = try store.datasets().map { dataset in
      Entry(
        dataset: dataset, extent: try store.extent(of: dataset),
        gaps: try store.gaps(in: dataset), absences: try store.absences(of: dataset))
    }
  }

  func text(isJSON: Bool) -> String { isJSON ? json : table }

  private var json: String {
    entries.map { entry in
      let (series, missing) = (entry.dataset.series, entry.missing)
      let times = [("first", entry.extent.first), ("last", entry.extent.last)].map {
        "\"\($0)\":\($1.map { "\"\($0)\"" } ?? "null")"
      }
      return "{\"data_type\":\"\(entry.dataset.type.name)\",\"symbol\":\"\(series.symbol)\","
        + "\"interval\":\"\(series.interval)\",\"rows\":\(entry.extent.rows),"
        + times.joined(separator: ",") + ",\"gaps\":\(entry.gaps.count),"
        + "\"missing\":\(missing.all),\"known_absent\":\(missing.known)}\n"
    }
    .joined()
  }

  private var table: String {
    let header = ["data type", "symbol", "interval", "rows", "first, UTC", "last, UTC", "gaps"]
    let rows = entries.map { entry in
      let series = entry.dataset.series
      return [
        entry.dataset.type.name, series.symbol.text, series.interval.text,
        "\(entry.extent.rows)", minute(entry.extent.first), minute(entry.extent.last),
        gaps(of: entry),
      ]
    }
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    let lines = ([header] + rows).map { row in
      var line = zip(row, widths).enumerated().map { place, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return place == 3 ? space + cell.0 : cell.0 + space
      }
      .joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }
    return lines.joined() + "\n\(name.shown(most: .max)): \(size) bytes\n"
  }

  private func minute(_ time: Timestamp?) -> String {
    guard let text = time?.description else { return "-" }
    return String(text.prefix(16)).replacing("T", with: " ")
  }

  private func gaps(of entry: Entry) -> String {
    let (all, known) = entry.missing
    if all == 0 { return "0" }
    return "\(entry.gaps.count), \(all) bars" + (known > 0 ? ", \(known) known" : "")
  }
}
