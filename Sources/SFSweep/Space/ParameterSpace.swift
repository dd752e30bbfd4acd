import SFCore

/// Where the trials of a sweep come from.
package enum ParameterSpace: Hashable, Sendable {
  /// Every combination, the last axis running fastest.
  case grid([GridAxis])
  case random([DrawnAxis], count: Int, seed: UInt64)
  /// As someone else chose them.
  case list([Trial])

  /// The most trials of a grid or a random search: beyond it a range was mistyped.
  package static let most = 1_000_000

  /// A grid that can be gone through.
  package init(grid axes: [GridAxis]) throws(ConfigurationError) {
    var count = 1
    for axis in axes {
      // Both factors are at most a million.
      count *= axis.values.count
      guard count <= Self.most else {
        throw ConfigurationError(
          "--grid",
          "has more than \(Self.most) combinations: "
            + axes.map { "\($0.values.count) of \($0.name)" }.joined(separator: ", "),
          help: "--random draws some of them")
      }
    }
    self = .grid(axes)
  }

  /// The names of the parameters.
  package var names: [String] {
    switch self {
    case .grid(let axes): axes.map(\.name)
    case .random(let axes, _, _): axes.map(\.name)
    case .list(let trials): trials.first?.parameters.map(\.name) ?? []
    }
  }

  /// The trials in order, each with the parameters that are the same in all.
  package func trials(with fixed: [Trial.Parameter] = []) -> [Trial] {
    switch self {
    case .grid(let axes):
      var combinations: [[Trial.Parameter]] = [[]]
      for axis in axes {
        combinations = combinations.flatMap { combination in
          axis.values.map { combination + [Trial.Parameter(axis.name, $0)] }
        }
      }
      return combinations.map { Trial($0 + fixed) }
    case .random(let axes, let count, let seed):
      var random = SplitMix64(state: seed)
      return (0..<count).map { _ in
        Trial(axes.map { Trial.Parameter($0.name, $0.draw(&random)) } + fixed)
      }
    case .list(let trials): return trials.map { Trial($0.parameters + fixed) }
    }
  }
}
