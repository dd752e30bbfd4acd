import SFTestSupport
import Testing

/// A model that decides in a session, and says something else each time it is asked.
struct SessionModelTests {
  @Test(.enabled(if: Shell.has("python3", "jq"), "needs python3 and jq"))
  func `what a model has said once stays said, whoever is killed`() throws {
    let result = try Shell.run(
      """
      cat > model.py <<'END'
      import json, random, sys
      for text in sys.stdin:
          line = json.loads(text)
          if line["type"] == "header":
              stage = {"name": "dice", "version": "1.0", "config": {"hash": "dice-1.0"}}
              print(json.dumps({"type": "header", "protocol": 1, "stages": [stage]}))
          elif line["type"] == "decide":
              answer = random.choice([{"action": "enter", "size_multiplier": random.random()},
                                      {"action": "skip", "reason": "dice"}, {"action": "wait"}])
              print(json.dumps({"type": "decision", "ts": line["ts"], "id": line["id"], **answer}))
          elif line["type"] == "mark":
              print(text, end="")
          if line["type"] in ("header", "mark"):
              sys.stdout.flush()
      END
      cat > text.sh <<'END'
      sf-ingest --synthetic --symbols A,B --bars 3000 --seed 3 --replay 30000x |
        sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 |
        sf-strategy --exit tp_sl:0.01,0.01 --model 'python3 model.py' --model-fallback skip --model-timeout 5s
      END
      field() { sf-session status run --json | jq -r ".stages[3].$1"; }
      sf-session run -q -f text.sh --dir run --replay & session=$!
      for time in 05 13 21 29; do
        until [ "$(field 'mark // ""')" \\> "2024-01-01T$time" ]; do sleep 0.02; kill -0 $session || exit; done
        kill -KILL "$(field pid)"; before=$(field restarts)
        until [ "$(field restarts)" -gt "$before" ] && [ "$(field state)" = running ]; do sleep 0.02; done
      done
      wait $session; echo $?; field restarts
      sf-cat run/strategy > whole
      sf-cat whole --type decision | jq -c '[.ts, .id]' | sort | uniq -d | wc -l
      sf-cat whole --type decision | jq -r .action | sort -u | tr '\\n' ' '; echo
      sf-cat run/detect | sf-strategy --exit tp_sl:0.01,0.01 --decisions whole | cmp - whole && echo same
      """)
    #expect(result.output == "0\n4\n0\nenter skip wait \nsame\n", "\(result.error)")
  }
}
