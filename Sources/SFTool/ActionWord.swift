import SFCore

/// The word that says what a tool of several actions is to do: the first of its command line.
public enum ActionWord {
  /// Why `words` name no action: there is none, it is unknown, or options stand before it. `usage`
  /// says how the one that was found is called.
  public static func error(
    _ words: [String], among actions: [String], example: String, usage: (String) -> String
  ) -> UsageError {
    guard let word = words.first else {
      return UsageError(
        "no action was given, expected one of \(actions.joined(separator: ", "))",
        help: "for example: \(example)")
    }
    guard actions.contains(word) else {
      return UsageError(
        "found the action '\(word)', \(NearestName.expected(word, among: actions))",
        help: NearestName.help(for: word, among: actions))
    }
    return UsageError(
      "found '\(word)' behind options, expected it to be the first word",
      help: "for example: \(usage(word))")
  }
}
