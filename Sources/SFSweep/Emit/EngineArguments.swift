/// The arguments of a sweep that a part of it needs, too.
enum EngineArguments {
  /// Options that concern the engine or where results go, each with a value.
  private static let taken = [
    "--emit", "--chunks", "--directory", "--results", "--joblog", "--top", "--by", "--format",
    "--progress",
  ]

  static func without(_ arguments: [String]) -> [String] {
    var result: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if taken.contains(word) {
        _ = rest.popFirst()
      } else if word != "--sensitivity", !taken.contains(where: { word.hasPrefix($0 + "=") }) {
        result.append(word)
      }
    }
    return result
  }
}
