import Foundation
import SFServe
import SFTestSupport
import Testing

@Suite struct ServingTests {
  private static let stages = ServedPlace.line([
    ("ingest", (ServedPlace.market + " --bars 3000").split(separator: " ").map(String.init)),
    ("features", ["sf-features", "sma:20", "sma:50"]),
    ("detect", ["sf-detect", "sma_cross:20,50"]),
    ("strategy", ["sf-strategy", "--exit", "tp_sl"]),
  ])

  private static let pipe =
    ServedPlace.market + " --bars 3000 | tee i | sf-features sma:20 sma:50 | tee f | "
    + "sf-detect sma_cross:20,50 | tee d | sf-strategy --exit tp_sl > t"

  @Test func `the journals of a session are what a shell pipe writes`() throws {
    try ServedPlace.with { place in
      var stages = Self.stages
      stages[2].tees = ["copy", "other"]
      try place.plan(SessionPlan(stages: stages))
      let result = try place.run(
        """
        \(Self.pipe) && sf-serve --session s -q && cmp i <(journal s/ingest) &&
        cmp f <(journal s/features) && cmp d <(journal s/detect) && cmp t <(journal s/strategy) &&
        cmp d copy && cmp d other && jq -r '.state, .stages[].state' s/status.json | sort -u
        """)
      #expect(result.output == "ended\n" && result.status == 0, "\(result.error)")
    }
  }

  @Test func `a day has a segment, and each is a stream of its own`() throws {
    try ServedPlace.with { place in
      try place.plan(SessionPlan(stages: Self.stages))
      let result = try place.run(
        "sf-serve --session s -q; ls s/features/journal; "
          + "sf-cat --type bar --csv s/features/journal/20240102T000000000.jsonl | wc -l")
      #expect(
        result.output == """
          20240101T000100000.jsonl
          20240101T000100000.sum
          20240102T000000000.jsonl
          20240102T000000000.sum
          20240103T000000000.jsonl
          about
          synced
          2881

          """)
    }
  }

  @Test func `one process a stage, each fetches from the socket of the one before`() throws {
    try ServedPlace.with { place in
      let result = try place.run(
        """
        \(Self.pipe)
        sf-serve -q --dir run/ingest -- \(ServedPlace.market) --bars 3000 & first=$!
        sf-serve -q --dir run/features --from run/ingest -- sf-features sma:20 sma:50 & second=$!
        sf-serve -q --until-end --dir run/detect --from run/features -- sf-detect sma_cross:20,50
        kill $first $second; wait $first; echo $?; wait $second; echo $?
        cmp d <(journal run/detect) && cmp f <(journal run/features) && echo equal
        """)
      #expect(result.output == "143\n143\nequal\n", "\(result.error)")
    }
  }

  @Test func `a further input has its place in the words`() throws {
    try ServedPlace.with { place in
      var stages = Array(Self.stages.prefix(2))
      stages.append(
        StagePlan(
          name: "both", words: ["sh", "-c", "cat {side} > side; cat"],
          inputs: [.init(from: "features"), .init(name: "side", from: "ingest")]))
      try place.plan(SessionPlan(stages: stages))
      let result = try place.run(
        "\(Self.pipe); sf-serve --session s -q; cmp f <(journal s/both) && cmp i side && echo equal"
      )
      #expect(result.output == "equal\n", "\(result.error)")
    }
  }

  @Test func `a foreign stream is made whole`() throws {
    try ServedPlace.with { place in
      let bars = [1, 2, 3].map { minute in
        #"{"type":"bar","ts":"2026-01-05T00:0\#(minute):00.000Z","symbol":"A","interval":"1m","open":1.0,"#
          + #""high":1.0,"low":1.0,"close":1.0}"#
      }
      try place.write(bars.joined(separator: "\n") + "\n", to: "bars")
      let result = try place.run(
        "sf-serve -q --until-end --dir run/mine -- cat bars; journal run/mine > out; "
          + "sf-check out && cut -c 1-60 out")
      #expect(
        result.output == """
          {"type":"header","protocol":1,"stages":[{"name":"sf-serve","
          \(bars[0].prefix(60))
          {"type":"mark","ts":"2026-01-05T00:01:00.000Z"}
          \(bars[1].prefix(60))
          {"type":"mark","ts":"2026-01-05T00:02:00.000Z"}
          \(bars[2].prefix(60))
          {"type":"mark","ts":"2026-01-05T00:03:00.000Z"}
          {"type":"end","ts":"2026-01-05T00:03:00.000Z","reason":"end_

          """, "\(result.error)")
      #expect(try place.text(of: "out").contains(#""counts":{"bar":3,"mark":3}"#))
    }
  }

  @Test func `a child inherits its streams and no other descriptor`() throws {
    try ServedPlace.with { place in
      let script = "import os, sys; print(os.listdir('/proc/self/fd'), file=sys.stderr)"
      let result = try place.run(
        "sf-serve -q --until-end --dir run/a -- python3 -c \"\(script)\" 7< /dev/null; grep -o '\\[.*' run/a/log; "
          + "journal run/a | cut -c 1-15")
      // Three, and the one by which the directory is read.
      #expect(
        result.output == """
          ['0', '1', '2', '3']
          {"type":"header
          {"type":"end","

          """, "\(result.error)")
    }
  }
}
