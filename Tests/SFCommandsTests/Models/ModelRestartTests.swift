import Foundation
import SFTestSupport
import Testing

/// A strategy that is started again and handed what it had written: what was decided stays decided.
@Suite struct ModelRestartTests {
  private static let coin = Shell.project.appendingPathComponent("Tests/Models/coin.py").path

  @Test(.enabled(if: Shell.has("python3"), "needs python3"), arguments: [3, 11, 17])
  func `decisions that were written are taken from there, and the model is asked behind them`(
    part: Int
  ) throws {
    let result = try Shell.run(
      """
      sf-ingest --synthetic --symbols A,B --bars 1500 --seed 3 | sf-features sma:3 sma:8 |
        sf-detect sma_cross:3,8 > signals.jsonl
      trade='sf-strategy -q --exit tp_sl:0.003,0.003 --allow-short --model-timeout 1h'
      keep='--checkpoint saved --checkpoint-every 15m --checkpoint-keep 0'
      $trade $keep --recorded none-yet --model 'python3 \(Self.coin)' < signals.jsonl > whole.jsonl || exit 1
      # It had written up to the mark J when it was killed, and goes on behind the checkpoint P.
      J=$(jq -r 'select(.type == "mark").ts' whole.jsonl | sed -n "$((\(part) * 75 + 40))p")
      P=$(ls saved | sort | sed -n "\(part)p")
      MARK=$(echo "$P" | sed 's/^\\(....\\)\\(..\\)\\(..\\)T\\(..\\)\\(..\\)\\(..\\)\\(...\\).*/\\1-\\2-\\3T\\4:\\5:\\6.\\7Z/')
      awk -v mark="$J" '{print} index($0, "\\"mark\\",\\"ts\\":\\"" mark) {exit}' whole.jsonl > written.jsonl
      $trade $keep --resume "$MARK" --recorded written.jsonl --model 'python3 \(Self.coin) told' \
        < signals.jsonl > rest.jsonl || exit 1
      awk -v mark="$MARK" 'behind {print} index($0, "\\"mark\\",\\"ts\\":\\"" mark) {behind = 1}' \
        whole.jsonl | cmp - rest.jsonl || exit 1
      jq -r --arg j "$J" 'select(.ts != null) | .ts > $j' told | sort | uniq -c
      jq -r --arg p "$MARK" --arg j "$J" \
        'select(.type == "decision" and .ts > $p and .ts <= $j) | "recorded"' whole.jsonl | uniq
      """)
    #expect(result.status == 0, "\(result.error)\(result.output)")
    let lines = result.output.split(separator: "\n")
    // All that the model was told stands behind J, and between P and J there was something to take.
    #expect(lines.count == 2 && lines[0].hasSuffix(" true") && lines[1] == "recorded", "\(lines)")
  }
}
