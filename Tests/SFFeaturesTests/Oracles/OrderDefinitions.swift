import Foundation
import SFCore

/// What depends on the order of the numbers of a window by size, by sorting it.
let orderDefinitions = [
  Definition("median:8", "median_8") { bars in bars.close.rolling(8) { quantile($0, 0.5) } },
  Definition("median:9", "median_9") { bars in bars.close.rolling(9) { $0.sorted()[4] } },
  Definition("quantile:11,0.2", "quantile_11_0p2") { bars in
    bars.close.rolling(11) { quantile($0, 0.2) }
  },
  Definition("quantile:8,1", "quantile_8_1") { bars in bars.close.highest(8) },
  Definition("iqr:9", "iqr_9") { bars in
    bars.close.rolling(9) { quantile($0, 0.75) - quantile($0, 0.25) }
  },
  Definition("mad:9", "mad_9") { bars in bars.close.rolling(9) { medianDistance($0) } },
  Definition("mad:12", "mad_12") { bars in bars.close.rolling(12) { medianDistance($0) } },
  Definition("robust_zscore:12", "robust_zscore_12") { bars in
    bars.close.rolling(12) { window in
      let deviation = medianDistance(window) / 0.6744897501960817
      return deviation == 0 ? .nan : (window.last! - quantile(window, 0.5)) / deviation
    }
  },
  Definition("percent_rank:15", "percent_rank_15") { bars in
    bars.close.rolling(15) { window in
      let less = window.filter { $0 < window.last! }.count
      let equal = window.dropLast().filter { $0 == window.last! }.count
      return (Double(less) + Double(equal) / 2) / 14
    }
  },
  Definition("shannon_entropy:20,6", "shannon_entropy_20_6") { bars in
    bars.close.rolling(20) { histogramEntropy($0, bins: 6) }
  },
  Definition("permutation_entropy:30,3,1", "permutation_entropy_30_3_1") { bars in
    bars.close.rolling(30) { patternEntropy($0, order: 3, delay: 1) }
  },
  Definition("permutation_entropy:40,4,3", "permutation_entropy_40_4_3") { bars in
    bars.close.rolling(40) { patternEntropy($0, order: 4, delay: 3) }
  },
]

private func quantile(_ window: ArraySlice<Double>, _ part: Double) -> Double {
  let sorted = window.sorted()
  let place = part * Double(sorted.count - 1)
  let (lower, upper) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
  return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
}

private func medianDistance(_ window: ArraySlice<Double>) -> Double {
  let median = quantile(window, 0.5)
  return quantile(ArraySlice(window.map { ($0 - median).magnitude }), 0.5)
}

private func entropy(_ counts: [Int], of kinds: Int) -> Double {
  let total = Double(counts.reduce(0, +))
  return -counts.filter { $0 > 0 }.map { Double($0) / total * log(Double($0) / total) }
    .reduce(0, +) / log(Double(kinds))
}

private func histogramEntropy(_ window: ArraySlice<Double>, bins: Int) -> Double {
  let (least, greatest) = (window.min()!, window.max()!)
  let edges = (0...bins).map { least + (greatest - least) * (Double($0) / Double(bins)) }
  let counts = (0..<bins).map { bin in
    window.filter { $0 >= edges[bin] && ($0 < edges[bin + 1] || bin == bins - 1) }.count
  }
  return least == greatest ? 0 : entropy(counts, of: bins)
}

private func patternEntropy(_ window: ArraySlice<Double>, order: Int, delay: Int) -> Double {
  let values = Array(window)
  let patterns = (0..<values.count - (order - 1) * delay).map { start in
    let run = (0..<order).map { values[start + $0 * delay] }
    return run.indices.sorted { (run[$0], $0) < (run[$1], $1) }
  }
  let counts = Dictionary(grouping: patterns) { $0 }.mapValues(\.count)
  return entropy(counts.values.sorted(), of: (2...order).reduce(1, *))
}
