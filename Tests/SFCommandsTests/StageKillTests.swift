import SFTestSupport
import Testing

/// Every tool is killed at moments of chance and goes on at one of its marks: the bytes are those
/// of a run that nobody disturbed.
@Suite struct StageKillTests {
  /// A market of two symbols, and what the stages before make of it.
  private static let streams = """
    sf-ingest --synthetic --symbols A,B --bars 1500 --seed 5 > bars
    sf-features sma:5 sma:9 atr:14 rsi natr:14 ret_std:20 < bars > features
    sf-detect sma_cross:5,9 threshold:rsi_14,below=30,direction=rise < features > signals
    sf-strategy --allow-short --exit tp_sl:0.01,0.01 --exit signal < signals > run
    sf-backtest -q "sf-ingest bars | sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 |
      sf-strategy --allow-short --exit time:10 | tee gated | sf-risk \(rules)" > /dev/null

    """

  private static let rules =
    "--rule position:0.05 --rule correlation:window=30,max_pct=0.08 --rule cooldown:5 "
    + "--rule drawdown:0.001,action=flatten,resume=bars=90 --rule loss_streak:2 --rule rate:2,5m"

  private static let exits =
    "--exit tp_sl:0.02,0.02 --exit signal --exit time:40 --exit break_even:0.002,0.0005 "
    + "--exit trailing_stop:trail_atr_mult=2 --exit volatility:levels=rolling "
    + "--exit-mode highest_priority"

  static let stages: [(stage: String, input: String)] = [
    (
      "sf-features sma:5 macd obv donchian hurst ema:5@15m 'sma:5(rsi:14)' range=expr:high-low",
      "bars"
    ),
    ("sf-features sma:50 --wide --only", "bars"),
    ("sf-detect sma_cross:5,9 threshold:rsi_14,below=30,direction=rise", "features"),
    (
      "sf-label triple_barrier:horizon=60,up=0.005,down=0.005 right=meta_label:horizon=30",
      "signals"
    ),
    ("sf-strategy --allow-short --forward all --explain --metrics \(exits)", "signals"),
    (
      "sf-strategy --allow-short --exit time:10 --size kelly:min_round_trips=5 --aggregate majority "
        + "--filter cooldown:bars=2 --filter signal_accuracy:min=0.2 --max-participation 0.01 "
        + "--entry limit:offset_bps=3,max_bars=4 --max-wait 5m", "signals"
    ),
    (
      "sf-strategy --exit time:10 --size volatility_target --aggregate weighted --position-meta "
        + "--filter regime:feature=rsi_14,min=20 --filter volatility:max_percentile=0.99 "
        + "--filter drawdown:max=0.5 --filter correlation:max=0.99", "signals"
    ),
    (
      "sf-strategy --exit time:10 --exit tp_sl:0.01,0.01 --exit-trigger intrabar --aggregate any "
        + "--size risk_parity:target_positions=2,window=30 --filter price_distance:pct=0.0001 "
        + "--filter time_of_day:hours=00-23", "signals"
    ),
    ("sf-risk \(rules) --market bars --answers gated", "gated"),
    ("sf-report --format json", "run"),
    ("sf-report --format csv --confidence", "run"), ("sf-plot --width 60", "run"),
  ]

  /// Kills twice, each time going on at a checkpoint of chance, and compares the file at the end.
  @Test(arguments: stages)
  func `goes on with its file`(stage: String, input: String) throws {
    let result = try Shell.run(
      """
      \(KillRounds.script)\(Self.streams)
      run() { exec \(stage) --checkpoint saved --checkpoint-keep 0 -o part "$@" < \(input); }
      any() { ls saved | grep -v tmp | shuf -n 1 --random-source=<(yes $RANDOM); }
      \(stage) -o whole < \(input)
      measure $BASH -c "$(declare -f run); run"
      parts=0
      while more; do
        rm -rf saved part
        kill_within run
        for mark in "$(any)" ""; do
          [ -n "$mark" ] || mark=$(any)
          [ -n "$mark" ] || continue 2
          kill_within run --resume $mark
        done
        mark=$(any); parts=$((parts + 1))
        (run --resume $mark) || echo "kill $attempts: cannot go on at $mark"
        cmp part whole || echo "kill $attempts: another file behind $mark"
      done 2> log
      [ $parts -gt 0 ] || echo none
      grep error: log
      """)
    #expect(result.output == "", "\(result.error)")
  }

  /// The same with lines that go to standard output, which the shell cuts behind the mark.
  @Test(arguments: stages.prefix(8))
  func `goes on with its standard output`(stage: String, input: String) throws {
    let result = try Shell.run(
      """
      \(KillRounds.script)\(Self.streams)\(Self.cutting)
      run() { export SF_CHECKPOINT=saved; exec \(stage) < \(input) >> part; }
      \(stage) < \(input) > whole
      measure $BASH -c "$(declare -f run); run"
      parts=0
      while more; do
        rm -rf saved part
        kill_within run
        mark=$(ls saved | grep -v tmp | tail -n 1)
        [ -n "$mark" ] || continue
        parts=$((parts + 1))
        cut_behind ${mark:0:4}-${mark:4:2}-${mark:6:5}:${mark:11:2}:${mark:13:2}.${mark:15:3}Z
        (export SF_RESUME=$mark; run)
        cmp part whole || echo "kill $attempts: another stream behind $mark"
      done 2> log
      grep error: log
      """)
    #expect(result.output == "", "\(result.error)")
  }

  private static let cutting = """
    cut_behind() {
      local line=$(grep -n -F "{\\"type\\":\\"mark\\",\\"ts\\":\\"$1\\"}" part | cut -d : -f 1)
      head -n $line part > cut && mv cut part
    }

    """

  static let sources = [
    "--synthetic --symbols A,B --bars 4000 --seed 9", "bars",
    "bars --resample 1m,5m,1h --partial mark",
    "table.csv --timestamp close --repair forward_fill", "- --symbol A --interval 1m < one.csv",
    "--store bars.db",
  ]

  @Test(arguments: sources)
  func `a source goes on behind a mark`(source: String) throws {
    let result = try Shell.run(
      """
      \(KillRounds.script)\(Self.streams)\(Self.cutting)
      sf-cat bars --type bar --symbol A --csv | grep -v 'T09:[12]' > table.csv
      (echo timestamp,open,high,low,close; seq 1700000000 60 1700240000 | sed 's/$/,1,2,1,1.5/') > one.csv
      sf-ingest bars --store bars.db > /dev/null
      run() { exec sf-ingest -q "${@}" ${output:+-o $output} \(source); }
      (run > whole) || cat whole
      measure $BASH -c "$(declare -f run); run > part"
      newest() { grep '^{"type":"mark".*}$' part | tail -n 1 | cut -d '"' -f 8; }
      file() { output=part; run "$@"; }
      parts=0
      while more; do
        rm -f part
        kill_within file
        mark=$(newest)
        [ -n "$mark" ] || continue
        parts=$((parts + 1))
        if [ $((attempts % 2)) = 0 ]; then
          (file --after $mark)
        else
          cut_behind $mark
          (export SF_AFTER=$mark; run >> part)
        fi
        cmp part whole || echo "kill $attempts: another stream behind $mark"
      done 2> log
      grep error: log
      """)
    #expect(result.output == "", "\(result.error)")
  }
}
