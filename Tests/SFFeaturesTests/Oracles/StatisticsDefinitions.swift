import Foundation
import SFCore

let statisticsDefinitions = [
  Definition("skew:9", "skew_9") { bars in
    bars.close.rolling(9) { window in
      let m = centralMoments(window)
      return m[2] == 0 ? .nan : (9.0 * 8).squareRoot() / 7 * m[3] / pow(m[2], 1.5)
    }
  },
  Definition("kurtosis:9", "kurtosis_9") { bars in
    bars.close.rolling(9) { window in
      let m = centralMoments(window)
      return m[2] == 0 ? .nan : 8.0 / (7 * 6) * (10 * (m[4] / m[2] / m[2] - 3) + 6)
    }
  },
  Definition("autocorr:12,3", "autocorr_12_3") { bars in
    bars.close.rolling(15) { correlation($0.dropFirst(3), $0.dropLast(3)) }
  },
  Definition("variance_ratio:20,4", "variance_ratio_20_4") { bars in
    bars.close.map { log($0) }.rolling(21) { prices in
      let p = Array(prices)
      let mean = (p[20] - p[0]) / 20
      let short = (1...20).map { pow(p[$0] - p[$0 - 1] - mean, 2) }.reduce(0, +) / 19
      let long = (4...20).map { pow(p[$0] - p[$0 - 4] - 4 * mean, 2) }.reduce(0, +)
      return short == 0 ? .nan : long / (4 * (20 - 4 + 1) * (1 - 4.0 / 20)) / short
    }
  },
  Definition("hurst:40", "hurst_40") { bars in
    bars.close.logChange.rolling(40) { returns in
      exponent(returns, [8, 16]) { block in
        let mean = OracleTests.mean(block)
        var sums = [0.0]
        for value in block { sums.append(sums.last! + value - mean) }
        let deviation = OracleTests.deviation(block, less: 0)
        return Set(block).count == 1 ? nil : (sums.max()! - sums.min()!) / deviation
      }
    }
  },
  Definition("dfa:70", "dfa_70") { bars in
    bars.close.map { log($0) }.rolling(70) { prices in
      exponent(prices, [4, 8, 16]) { block in
        let places = ArraySlice(block.indices.map(Double.init))
        let (x, y) = (OracleTests.mean(places), OracleTests.mean(block))
        let products = zip(places, block).map { ($0 - x) * ($1 - y) }.reduce(0, +)
        let slope = products / places.map { ($0 - x) * ($0 - x) }.reduce(0, +)
        let distances = zip(places, block).map { $1 - y - slope * ($0 - x) }
        return OracleTests.mean(ArraySlice(distances.map { $0 * $0 }))
      } / 2
    }
  },
]

/// The means of the powers of the deviations.
private func centralMoments(_ window: ArraySlice<Double>) -> [Double] {
  let mean = OracleTests.mean(window)
  guard Set(window).count > 1 else { return [1, 0, 0, 0, 0] }
  return (0...4).map { power in
    OracleTests.mean(ArraySlice(window.map { pow($0 - mean, Double(power)) }))
  }
}

private func correlation(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
  guard Set(a).count > 1, Set(b).count > 1 else { return .nan }
  let (x, y) = (OracleTests.mean(a), OracleTests.mean(b))
  let products = zip(a, b).map { ($0 - x) * ($1 - y) }.reduce(0, +)
  return products / Double(a.count)
    / (OracleTests.deviation(a, less: 0) * OracleTests.deviation(b, less: 0))
}

/// The slope of ln(mean figure of the blocks that end with the window) over ln(length).
private func exponent(
  _ window: ArraySlice<Double>, _ lengths: [Int], _ figure: (ArraySlice<Double>) -> Double?
) -> Double {
  let means = lengths.map { length in
    let figures = (1...window.count / length).compactMap { block in
      let start = window.endIndex - block * length
      return figure(window[start..<start + length])
    }
    return OracleTests.mean(ArraySlice(figures))
  }
  let x = lengths.map { log(Double($0)) }
  let y = means.map { log($0) }
  let (a, b) = (OracleTests.mean(ArraySlice(x)), OracleTests.mean(ArraySlice(y)))
  let products = zip(x, y).map { ($0 - a) * ($1 - b) }.reduce(0, +)
  return products / x.map { ($0 - a) * ($0 - a) }.reduce(0, +)
}
