/// What a stage is called: its tool without `sf-`, or its script without the suffix.
///
///     sf-features sma:20            features
///     python3 -u stages/mine.py     mine
///     sf-features rsi               features-2, behind another
public enum StageName {
  /// Programs that run a script: the script is what the stage is.
  private static let interpreters: Set<String> = [
    "bash", "dash", "deno", "julia", "lua", "node", "perl", "php", "pypy3", "python", "python3",
    "Rscript", "ruby", "sh", "zsh",
  ]

  /// What a session keeps beside its stages.
  private static let taken: Set<String> = [
    "carried", "config", "drills", "lock", "log", "settings", "socket", "status.json", "text",
  ]

  /// The names of the stages of a pipeline, in their order: each stands for one directory.
  public static func names(of commands: [[String]]) -> [String] {
    var used = taken
    return commands.map { words in
      let base = name(of: words)
      var name = base
      var number = 1
      while !used.insert(name).inserted {
        number += 1
        name = "\(base)-\(number)"
      }
      return name
    }
  }

  /// The last part of a path.
  static func file(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func name(of words: [String]) -> String {
    var words = words[...]
    if words.first.map(file) == "env" {
      words = words.dropFirst().drop { $0.contains("=") || $0.hasPrefix("-") }
    }
    guard let program = words.first.map(file) else { return "stage" }
    if program.hasPrefix("sf-") { return plain(String(program.dropFirst(3))) }
    let isInterpreter = interpreters.contains(program)
    let script = isInterpreter ? words.dropFirst().first { !$0.hasPrefix("-") } : nil
    // What stands behind `-c` is a program, not the name of one.
    guard !words.contains("-c") else { return plain(program) }
    return plain(withoutSuffix(script.map(file) ?? program))
  }

  private static func withoutSuffix(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The name with nothing that a path or a shell would take for something else.
  private static func plain(_ name: String) -> String {
    let characters = name.map { character in
      let isPlain =
        character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
      return isPlain ? character : "_"
    }
    let name = String(characters.drop { $0 == "." || $0 == "-" })
    return name.isEmpty ? "stage" : name
  }
}
