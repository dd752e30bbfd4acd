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
}
