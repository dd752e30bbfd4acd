/// Negative numbers as values of options, which the parser takes for options of their own.
///
///     --capital -100      --capital=-100
///
/// What is wrong with one is then said by the option that takes it, and names it.
enum NegativeNumbers {
  /// The same words, each such number joined to its option.
  static func joined(_ words: [String]) -> [String] {
    let end = words.firstIndex(of: "--") ?? words.endIndex
    var joined: [String] = []
    for word in words[..<end] {
      if isNegative(word), let option = joined.last, option.hasPrefix("--"),
        !option.contains("=")
      {
        joined[joined.count - 1] = option + "=" + word
      } else {
        joined.append(word)
      }
    }
    return joined + words[end...]
  }

  private static func isNegative(_ word: String) -> Bool {
    guard word.hasPrefix("-"), let second = word.dropFirst().first else { return false }
    return second.isASCII && second.isNumber || second == "." && word.utf8.count > 2
  }
}
