import ArgumentParser
import SFCore

/// What may stand where a command line is being written: asked by the shells, word by word.
///
/// A script of a shell knows nothing of the tool; it asks `sf-x WORD… ---complete PART`, and each
/// line of the answer is a word that may stand there, or one of the two marks for what the shell
/// itself knows.
enum Completion {
  /// What the last word but one is when a shell asks.
  static let question = "---complete"
  /// The shell is to offer files, or directories.
  static let files = ":files"
  static let directories = ":directories"

  /// The answer to the words of a shell; `nil` when it asks nothing.
  static func answer(_ type: any ToolCommand.Type, _ arguments: [String]) throws -> [String]? {
    guard arguments.count >= 2, arguments[arguments.count - 2] == question else { return nil }
    return try candidates(type, Array(arguments.dropLast(2)), arguments[arguments.count - 1])
  }

  static func candidates(
    _ type: any ToolCommand.Type, _ words: [String], _ part: String
  ) throws -> [String] {
    let table = try OptionTable(type, all: true)
    if !words.contains("--") {
      if let last = words.last, last.hasPrefix("-"), !last.contains("="),
        let option = table.spelled(last), option.kind == .option
      {
        return values(of: option, type, part)
      }
      if part.hasPrefix("--"), let equals = part.firstIndex(of: "=") {
        guard let option = table.spelled(part[..<equals]) else { return [] }
        let head = String(part[...equals])
        return values(of: option, type, String(part[part.index(after: equals)...])).map {
          $0 == files || $0 == directories ? $0 : head + $0
        }
      }
      if part.hasPrefix("-") {
        let names = table.options.filter(\.isNamed).flatMap(\.spellings) + ["--version"]
        return names.filter { $0.hasPrefix(part) && $0.hasPrefix("--") }
      }
    }
    let given = GivenArguments(words, table)
    let places = table.options.filter { $0.kind == .positional }
    let next = places.first { $0.isRepeating || given.texts[$0.key] == nil } ?? places.last
    let first = Companion.words[type.toolName].map { $0 + ["check"] } ?? []
    let own = next.map { values(of: $0, type, part) } ?? [files]
    return (words.isEmpty ? first.filter { $0.hasPrefix(part) } : []) + own
  }

  private static func values(
    of option: ToolOption, _ type: any ToolCommand.Type, _ part: String
  ) -> [String] {
    if !option.offers.isEmpty { return option.offers.filter { $0.hasPrefix(part) } }
    if let own = type.candidates(for: option.key, part) {
      // A file may stand where a spec does.
      let found = own.filter { $0.hasPrefix(part) }
      return option.kind == .positional && found.isEmpty ? [files] : found
    }
    switch option.valueName {
    case "directory", "dir": return [directories]
    case "interval":
      return (Interval.timed.map { $0.text } + [Interval.month.text]).filter { $0.hasPrefix(part) }
    case "file", "files", "store", "path", "place", "program", "file-or-directory": return [files]
    default: return option.kind == .option ? [] : [files]
    }
  }
}

/// The scripts that teach shells to ask.
enum CompletionScript: String, CaseIterable {
  case bash, zsh, fish

  func text(of tool: String) -> String {
    let function = "_" + tool.map { $0 == "-" || $0 == " " ? "_" : $0 }
    return switch self {
    case .bash: Self.bash(tool, function)
    case .zsh: Self.zsh(tool, function)
    case .fish: Self.fish(tool, function)
    }
  }

  /// bash breaks words at ':' and '=' too: what stands before the last of them stays.
  private static func bash(_ tool: String, _ function: String) -> String {
    """
    # Completions of \(tool) for bash, written by '\(tool) --generate-completion-script bash'.
    \(function)() {
      local line=${COMP_LINE:0:COMP_POINT} part='' kept answer
      local -a words
      read -r -a words <<<"$line"
      case $line in
        *[[:space:]]) ;;
        *)
          part=${words[${#words[@]} - 1]}
          unset "words[${#words[@]} - 1]"
          ;;
      esac
      kept=${part%"${part##*[:=]}"}
      COMPREPLY=()
      while IFS= read -r answer; do
        case $answer in
          \(Completion.files) | \(Completion.directories))
            compopt -o filenames
            while IFS= read -r answer; do COMPREPLY+=("$answer"); done < <(
              if [ "$answer" = \(Completion.files) ]; then
                compgen -f -- "${part#"$kept"}"
              else
                compgen -d -- "${part#"$kept"}"
              fi
            )
            ;;
          *[:=,]) compopt -o nospace; COMPREPLY+=("${answer#"$kept"}") ;;
          *) COMPREPLY+=("${answer#"$kept"}") ;;
        esac
      done < <(\(tool) "${words[@]:1}" \(Completion.question) "$part" 2>/dev/null)
    }
    complete -F \(function) \(tool)
    """
  }

  private static func zsh(_ tool: String, _ function: String) -> String {
    """
    #compdef \(tool)
    # Completions of \(tool) for zsh, written by '\(tool) --generate-completion-script zsh'.
    \(function)() {
      local answer part="${words[CURRENT]}"
      local -a answers
      answers=("${(@f)$(\(tool) "${(@)words[2,CURRENT-1]}" \(Completion.question) "$part" 2>/dev/null)}")
      for answer in "${answers[@]}"; do
        case $answer in
          '') ;;
          \(Completion.files)) compset -P '--*='; _files ;;
          \(Completion.directories)) compset -P '--*='; _files -/ ;;
          *[:=,]) compadd -S '' -- "$answer" ;;
          *) compadd -- "$answer" ;;
        esac
      done
    }
    if [ "$funcstack[1]" = \(function) ]; then \(function) "$@"; else compdef \(function) \(tool); fi
    """
  }

  private static func fish(_ tool: String, _ function: String) -> String {
    """
    # Completions of \(tool) for fish, written by '\(tool) --generate-completion-script fish'.
    function _\(function)
      set -l words (commandline -opc)
      set -e words[1]
      set -l part (commandline -ct)
      set -l head (string match -r -- '^--[^=]*=' "$part")
      set -l word (string replace -r -- '^--[^=]*=' '' "$part")
      for answer in (\(tool) $words \(Completion.question) "$part" 2>/dev/null)
        switch $answer
          case \(Completion.files)
            for file in (__fish_complete_path $word); echo "$head$file"; end
          case \(Completion.directories)
            for file in (__fish_complete_directories $word); echo "$head$file"; end
          case '*'
            echo $answer
        end
      end
    end
    complete -c \(tool) -f -a '(_\(function))'
    """
  }
}
