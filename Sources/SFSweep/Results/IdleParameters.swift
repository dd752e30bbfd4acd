import SFCore

/// Finds the parameters of a sweep that change nothing: trials that differ in one alone, and have the
/// same figures.
///
/// A parameter is looked at until it has changed something, which as a rule its second value does.
struct IdleParameters {
  private var watched: [String: Watched] = [:]
  private var changing: Set<String> = []

  private struct Watched {
    /// By the values of all others: the value that was met first, and what came of it.
    var first: [Int: (value: ParameterValue, figures: Int)] = [:]
    /// Trials that had a neighbour, and its figures.
    var pairs = 0
  }

  mutating func take(_ result: TrialResult) {
    guard case .done(let figures) = result.outcome else { return }
    let names = result.trial.parameters.map(\.name).filter { !changing.contains($0) }
    guard !names.isEmpty else { return }
    var hasher = Hasher()
    for figure in figures {
      hasher.combine(figure.key)
      hasher.combine(figure.json)
    }
    let came = hasher.finalize()
    for name in names {
      let others = result.trial.parameters.filter { $0.name != name }.hashValue
      guard let value = result.trial[name] else { continue }
      guard let first = watched[name, default: Watched()].first[others] else {
        watched[name, default: Watched()].first[others] = (value, came)
        continue
      }
      guard first.value != value else { continue }
      if first.figures == came {
        watched[name, default: Watched()].pairs += 1
      } else {
        changing.insert(name)
        watched[name] = nil
      }
    }
  }

  /// A sentence for each, in order of name.
  var sentences: [String] {
    watched.filter { $0.value.pairs > 0 }.sorted { $0.key < $1.key }.map { name, watched in
      "the parameter \(name) changed nothing: \(watched.pairs) "
        + (watched.pairs == 1 ? "trial that differs" : "trials that differ")
        + " in it alone from another came to the same"
    }
  }
}
