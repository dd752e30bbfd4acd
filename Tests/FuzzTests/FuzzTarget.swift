import SFTestSupport
import Testing

/// A tool, what it is given of the corpus, and what must hold beside that it ends in order.
struct FuzzTarget: Sendable, CustomTestStringConvertible {
  /// What a tool does to its input.
  enum Promise: Sendable {
    /// It ends within time and memory, by a status of the table.
    case ends
    /// Where it ends well, each line of the input is a line of its output, in order.
    case keepsLines
    /// `out` is there whole when it ends well, and not at all otherwise.
    case writesWhole
  }

  /// How the tool is given its input.
  enum Input: Sendable {
    /// A file, `$1`.
    case file
    /// A word, `$1`.
    case word
  }

  /// A folder of the corpus.
  let corpus: String
  let command: String
  var input = Input.file
  var promise = Promise.ends

  var testDescription: String { command }

  private init(
    _ corpus: String, _ command: String, _ input: Input = .file, _ promise: Promise = .ends
  ) {
    (self.corpus, self.command, self.input, self.promise) = (corpus, command, input, promise)
  }

  /// An exchange whose answers are damaged: `$URL`.
  static let exchange = FuzzTarget(
    "responses",
    """
    sf-ingest binance --base-url "$URL" --symbols A --interval 1m --from 2024-01-01 \
      --to 2024-01-01T00:05 --retries 0 --max-wait 1s
    """)

  static let all = lines + tables + packed + texts + sweeps + stores

  private static let lines = [
    FuzzTarget("lines", "sf-cat \"$1\"", .file, .keepsLines),
    FuzzTarget("lines", "sf-cat \"$1\" --pretty"),
    FuzzTarget("lines", "sf-cat \"$1\" --type features --csv"),
    FuzzTarget("lines", "sf-cat \"$1\" --symbol A --from 2024-01-01 --on-error skip"),
    FuzzTarget("lines", "sf-check \"$1\""),
    FuzzTarget("lines", "sf-check \"$1\" --json --max-findings 3"),
    FuzzTarget("lines", "sf-features sma:2 rsi:3@5m --input \"$1\"", .file, .keepsLines),
    FuzzTarget(
      "lines", "sf-detect threshold:close,above=1,direction=rise --input \"$1\"", .file,
      .keepsLines),
    FuzzTarget("lines", "sf-label next_return:2 --input \"$1\""),
    FuzzTarget("lines", "sf-strategy \"$1\" --exit tp_sl --on-error skip"),
    FuzzTarget("lines", "sf-risk --rule drawdown --market \"$1\" --answers \"$1\" \"$1\""),
    FuzzTarget("lines", "sf-report \"$1\" --html out", .file, .writesWhole),
    FuzzTarget("lines", "sf-report \"$1\" --format json -o out", .file, .writesWhole),
    FuzzTarget("lines", "sf-plot \"$1\" --svg out", .file, .writesWhole),
    FuzzTarget("lines", "sf-plot \"$1\" --gnuplot out", .file, .writesWhole),
    FuzzTarget("lines", "sf-diff \"$1\" \"$CORPUS\"/lines/run.jsonl"),
    FuzzTarget("lines", "sf-ingest \"$1\" --resample 5m"),
    FuzzTarget("lines", "sf-ingest \"$1\" --repair forward_fill --sort"),
  ]

  private static let tables = [
    FuzzTarget("csv", "sf-ingest \"$1\" --symbol A --interval 1m"),
    FuzzTarget(
      "csv", "sf-ingest \"$1\" --sort --on-conflict last --repair forward_fill --resample 15m"),
    FuzzTarget("csv", "sf-ingest check \"$1\" --interval 1m"),
    FuzzTarget("csv", "sf-ingest \"$1\" --symbol A --interval 1m --store s.db"),
    FuzzTarget("prints", "sf-ingest \"$1\" --symbol A --interval 1m"),
    FuzzTarget("prints", "sf-ingest \"$1\" --interval 100t"),
    FuzzTarget("prints", "sf-store import s.db \"$1\" --symbol A"),
  ]

  private static let packed = [
    FuzzTarget("gzip", "sf-ingest \"$1\" --symbol A --interval 1m"),
    FuzzTarget("gzip", "sf-cat \"$1\""),
    FuzzTarget("zip", "sf-ingest \"$1\" --symbol A --interval 1m"),
    FuzzTarget(
      "zip",
      "cp \"$1\" A-1m-2024-01.zip; sf-ingest archive . --unverified --interval 1m"),
  ]

  private static let texts = [
    FuzzTarget("yaml", "cp \"$1\" sf.yaml; sf-strategy --show-config"),
    FuzzTarget(
      "yaml", "sf-ingest --synthetic --bars 2 --store s.db --data-type x --data-types \"$1\""),
    FuzzTarget("yaml", "sf-strategy --lots \"$1\" \"$CORPUS\"/lines/run.jsonl"),
    FuzzTarget(
      "yaml",
      "cd \"$CORPUS\"/lines; sf-risk --rule \"group:$1\" --market bars.jsonl --answers run.jsonl "
        + "run.jsonl"),
    FuzzTarget(
      "specs",
      "cd \"$CORPUS\"/lines; sf-risk --rule \"$1\" --market bars.jsonl --answers run.jsonl "
        + "run.jsonl", .word),
    FuzzTarget("specs", "sf-features \"$1\" --input \"$CORPUS\"/lines/bars.jsonl", .word),
    FuzzTarget("specs", "sf-detect \"$1\" --input \"$CORPUS\"/lines/bars.jsonl", .word),
    FuzzTarget("specs", "sf-label \"$1\" --input \"$CORPUS\"/lines/bars.jsonl", .word),
    FuzzTarget("specs", "sf-strategy --exit \"$1\" \"$CORPUS\"/lines/run.jsonl", .word),
    FuzzTarget(
      "expressions", "sf-features \"x=expr:$1\" --input \"$CORPUS\"/lines/bars.jsonl", .word),
    FuzzTarget(
      "expressions", "sf-detect --name x --rise \"$1\" --input \"$CORPUS\"/lines/bars.jsonl", .word),
    FuzzTarget("pipelines", "sf-backtest \"$1\"", .word),
    FuzzTarget("pipelines", "sf-backtest --file \"$1\""),
    FuzzTarget("options", "sf-ingest --synthetic $1", .word),
    FuzzTarget("options", "sf-strategy $1 \"$CORPUS\"/lines/run.jsonl", .word),
  ]

  private static let sweeps = [
    FuzzTarget(
      "spaces", "sf-sweep --grid \"$1\" -n 'sf-ingest --synthetic | sf-features sma:{n}'", .word),
    FuzzTarget(
      "spaces",
      "sf-sweep --random 3 --draw \"$1\" -n 'sf-ingest --synthetic | sf-features sma:{n}'", .word),
    FuzzTarget(
      "spaces",
      "sf-sweep --grid n=1..9:1 --chunk \"$1\" -n 'sf-ingest --synthetic | sf-features sma:{n}'",
      .word),
    FuzzTarget(
      "trials", "sf-sweep --trials \"$1\" -n 'sf-ingest --synthetic | sf-features sma:{n}'"),
    FuzzTarget(
      "results",
      "cp \"$1\" r; sf-sweep --grid n=1..2:1 --results r "
        + "'sf-ingest --synthetic --bars 9 | sf-features sma:{n}'"),
    FuzzTarget("results", "sf-report --sweep \"$1\""),
    FuzzTarget("results", "cp \"$1\" 1.jsonl; echo a > plan; sf-sweep collect ."),
  ]

  private static let stores = [
    FuzzTarget("store", "cp \"$1\" s.db; sf-store info s.db"),
    FuzzTarget("store", "cp \"$1\" s.db; sf-store export s.db"),
    FuzzTarget("store", "cp \"$1\" s.db; sf-store check s.db"),
    FuzzTarget("store", "cp \"$1\" s.db; sf-ingest --store s.db"),
    FuzzTarget(
      "store", "cp \"$1\" s.db; sf-ingest --synthetic --symbols A --bars 3 --store s.db"),
    FuzzTarget("export", "sf-store import s.db \"$1\" && sf-ingest --store s.db"),
    FuzzTarget("export", "sf-store import s.db \"$1\" && sf-store info s.db"),
    FuzzTarget(
      "checkpoint",
      "mkdir c; cp \"$1\" c/20240101T000300000; sf-features sma:2 "
        + "--input \"$CORPUS\"/lines/bars.jsonl --checkpoint c --resume 20240101T000300000 -o out"),
  ]
}
