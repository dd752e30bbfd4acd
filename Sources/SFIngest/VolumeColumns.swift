/// Columns that are a volume by another name: `Volume BTC`, `Volume (BTC)`, `Vol.`.
///
/// A file may have the volume in both currencies of a pair; which of them is that of the base asset
/// the symbol says, and where it does not, none is taken.
struct VolumeColumns {
  private(set) var base: Int?
  private(set) var quote: Int?

  init(_ header: CSVHeader, _ symbol: String?) {
    let units = header.keys.enumerated().compactMap { place, key -> (Int, String)? in
      guard key.hasPrefix("volume") else { return nil }
      let unit = key.dropFirst(6).filter { $0.isLetter || $0.isNumber }
      return unit.isEmpty ? nil : (place, unit)
    }
    if let symbol = symbol?.lowercased() {
      base = Self.only(units.filter { symbol.hasPrefix($0.1) })
      quote = Self.only(units.filter { symbol.hasSuffix($0.1) })
      if base == quote { (base, quote) = (nil, nil) }
    }
    let others = units.filter { $0.0 != quote }
    if base == nil, units.count == 1 { base = Self.only(others) }
    let short = ["vol", "vol."].compactMap { header.keys.firstIndex(of: $0) }
    let isAlone = !header.keys.contains { $0.hasPrefix("tick") && $0.contains("vol") }
    if base == nil, units.isEmpty, isAlone { base = short.first }
  }

  private static func only(_ list: [(Int, String)]) -> Int? {
    list.count == 1 ? list[0].0 : nil
  }
}
