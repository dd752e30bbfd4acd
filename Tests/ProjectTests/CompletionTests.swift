import Foundation
import SFTestSupport
import Testing

/// What a shell offers where a command line is being written.
@Suite struct CompletionTests {
  @Test(arguments: [
    ("sf-features", "sm", "sma:"),
    ("sf-features", "fast=em", "fast=ema:"),
    ("sf-features", "macd:fast=12,", "macd:fast=12,slow=26"),
    ("sf-features", "bars.js", ":files"),
    ("sf-features --input", "", ":files"),
    ("sf-features --checkpoint", "", ":directories"),
    ("sf-features", "--che", "--checkpoint"),
    ("sf-detect", "rsi_c", "rsi_cross:"),
    ("sf-detect", "threshold:", "threshold:rsi_14"),
    ("sf-detect", "threshold:column=nat", "threshold:column=natr_14"),
    ("sf-detect", "threshold:rsi_14,direction=", "threshold:rsi_14,direction=rise"),
    ("sf-detect --name dip --rise", "rs", "rsi_14"),
    ("sf-label", "trip", "triple_barrier:"),
    ("sf-strategy", "", ":files"),
    ("sf-strategy --exit", "tp_sl:", "tp_sl:stop_loss_pct=0.015"),
    ("sf-strategy --exit", "tp_sl:stop_loss_pct=", "tp_sl:stop_loss_pct=none"),
    ("sf-strategy", "--size=fix", "--size=fixed_fraction:"),
    ("sf-strategy --interval", "1", "1h"),
    ("sf-strategy --fill", "", "next_open"),
    ("sf-risk --rule", "draw", "drawdown:"),
    ("sf-report --by", "shar", "sharpe"),
    ("sf-sweep --by", "sor", "sortino"),
    ("sf-ingest", "bin", "binance"),
    ("sf-ingest binance", "--fol", "--follow"),
    ("sf-session", "st", "status"),
  ])
  func `offers what may stand there`(words: String, part: String, offered: String) throws {
    let answer = try Shell.run("\(words) ---complete '\(part)'")
    #expect(answer.status == 0, "\(answer.error)")
    let list = answer.output.split(separator: "\n").map(String.init)
    #expect(list.contains(offered), "\(list.prefix(20))")
    #expect(list.allSatisfy { $0.hasPrefix(part) || $0.hasPrefix(":") }, "\(list.prefix(20))")
  }

  /// What bash itself puts behind the words: it breaks them at ':' and '=', too.
  @Test(arguments: [
    ("sf-features sma:20 em", "ema:"), ("sf-features sma:per", "period=30"),
    ("sf-detect threshold:column=rs", "rsi_14"), ("sf-strategy --exit tp", "tp_sl:"),
    ("sf-strategy --fee 0 --la", ""), ("sf-report ru", "run.jsonl"),
    ("sf-strategy --carry=ru", "run.jsonl"), ("sf-features --checkpoint di", "directory"),
  ])
  func `bash offers it`(line: String, offered: String) throws {
    let tool = line.prefix { $0 != " " }
    let script = """
      mkdir directory && touch run.jsonl
      source <(\(tool) --generate-completion-script bash)
      compopt() { :; }
      COMP_LINE='\(line)' COMP_POINT=\(line.utf8.count)
      _\(tool.replacing("-", with: "_"))
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let result = try Shell.run(script)
    let list = result.output.split(separator: "\n").map(String.init)
    #expect(result.error.isEmpty)
    #expect(offered.isEmpty ? list.isEmpty : list.contains(offered), "\(list.prefix(20))")
  }

  /// What a shell of its own is asked for: an option, a value, kinds, files and directories.
  static let asked = [
    ("sf-features sm", ["sma", "sma:"]), ("sf-features --che", ["--checkpoint"]),
    ("sf-strategy --fill ", ["close", "next_open"]), ("sf-strategy --fill n", ["next_open"]),
    ("sf-strategy --exit tp", ["tp_sl:"]), ("sf-detect threshold:column=rs", ["rsi_14"]),
    ("sf-check --schema sig", ["signal", "signal_metrics"]), ("sf-report ru", ["run.jsonl"]),
    ("sf-strategy --carry=ru", ["run.jsonl"]), ("sf-features --checkpoint di", ["directory"]),
    ("sf-features --checkpoint=di", ["directory"]),
  ]

  /// On a terminal, where a tabulator is pressed behind the line: what is offered, as zsh adds it.
  @Test(.enabled(if: Shell.has("zsh"), "needs zsh: bin/setup --tests"), arguments: asked)
  func `zsh offers it`(line: String, offered: [String]) throws {
    let tool = line.prefix { $0 != " " }
    let list = try Self.offers(
      """
      mkdir directory && touch run.jsonl
      cat > .zshrc <<'END'
      autoload -Uz compinit && compinit -u -D
      source <(\(tool) --generate-completion-script zsh) 2>>wrong
      compadd() {
        local -a found
        if (( ! ${@[(I)-[OAD]]} )); then
          builtin compadd -O found "$@"
          print -rl -- "${(@)found}" >>offered
        fi
        builtin compadd "$@"
      }
      zle-line-init() {
        BUFFER=$LINE CURSOR=$#LINE
        zle complete-word 2>>wrong
        BUFFER=exit
        zle accept-line
      }
      zle -N zle-line-init
      END
      touch offered wrong
      LINE='\(line)' ZDOTDIR=$PWD timeout 60 zsh -f -c '
        zmodload zsh/zpty
        zpty shell zsh -i
        while zpty -r shell said; do :; done' > /dev/null
      cat wrong >&2
      cat offered
      """)
    #expect(offered.allSatisfy { wanted in list.contains { $0.hasSuffix(wanted) } }, "\(list)")
  }

  @Test(.enabled(if: Shell.has("fish"), "needs fish: bin/setup --tests"), arguments: asked)
  func `fish offers it`(line: String, offered: [String]) throws {
    let tool = line.prefix { $0 != " " }
    // Behind a tabulator stands what fish says of an entry; a directory ends with a slash.
    let list = try Self.offers(
      """
      mkdir directory && touch run.jsonl
      \(tool) --generate-completion-script fish > script
      HOME=$PWD fish --no-config -c 'source script; complete -C "\(line)"' |
        sed 's/'"$(printf '\\t')"'.*//; s:/$::'
      """)
    #expect(offered.allSatisfy { wanted in list.contains { $0.hasSuffix(wanted) } }, "\(list)")
  }

  private static func offers(_ script: String) throws -> [String] {
    let result = try Shell.run(script)
    #expect(result.error.isEmpty, "\(result.error)")
    return result.output.split(separator: "\n").map(String.init)
  }
}
