import SFCore

/// What a program remembers from bar to bar, apart from single values.
struct Memory: Codable, Sendable {
  var lags: [PastValue] = []
  var extremes: [Extreme] = []
  var moments: [MomentWindow] = []
  var sinces: [Since] = []
  var throughouts: [Throughout] = []
  var counts: [CountIn] = []

  /// How much of each there is: what a checkpoint must have too.
  var shape: [Int] {
    [
      lags.count, extremes.count, moments.count, sinces.count, throughouts.count, counts.count,
    ]
  }
}

extension Memory {
  /// The value of what is of the bar, or remembered.
  ///
  /// Not a part of the loop: there the optimizer would make every memory unique ahead of it, and
  /// those that are empty anew at each bar.
  @inline(never)
  mutating func value(
    of command: Compiler.Command, _ x: Double, _ y: Double, _ bar: Bar
  ) -> Double {
    switch command.operation {
    case .bar(.open): return bar.open.double
    case .bar(.high): return bar.high.double
    case .bar(.low): return bar.low.double
    case .bar(.close): return bar.close.double
    case .bar(.volume): return bar.volume ?? .nan
    case .lag: return lags[command.memory].update(x)
    case .highest, .lowest: return extremes[command.memory].update(x)
    case .mean: return moments[command.memory].update(x)
    case .deviation: return moments[command.memory].deviation
    case .barsSince: return sinces[command.memory].update(x)
    case .throughout: return throughouts[command.memory].update(x)
    case .countIn: return counts[command.memory].update(x)
    default: return .nan
    }
  }
}
