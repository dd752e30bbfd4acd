import SFTestSupport
import Testing

/// A session of which another serving process has a stage.
@Suite struct SessionHostTests {
  @Test func `a stage elsewhere may be killed, too`() throws {
    let result = try Shell.run(
      """
      set -m
      near=tcp://127.0.0.1:$((20000 + RANDOM % 20000)) far=tcp://127.0.0.1:$((40000 + RANDOM % 20000))
      text='sf-ingest --synthetic --symbols A,B --bars 1500 --replay 30000x | sf-features sma:5 sma:9 |
        sf-detect sma_cross:5,9'
      echo "$text" > text.sh
      sf-session run -q -f text.sh --dir run --replay --host features=$far --listen ingest=$near & session=$!
      elsewhere() { sf-serve -q --dir elsewhere --from $near --listen $far -- sf-features sma:5 sma:9 & serving=$!; }
      elsewhere
      state() { sf-session status run --json | jq -r ".stages[$1].$2"; }
      until [ "$(state 2 mark)" != null ]; do sleep 0.05; kill -0 $session || break; done
      kill -KILL $serving; wait $serving
      elsewhere
      until [ "$(state 2 state)" = ended ]; do sleep 0.1; kill -0 $session || break; done
      state 1 state
      sf-session stop -q run; wait $session; echo $?
      kill $serving; wait $serving
      sf-backtest "$text" | cmp - <(sf-cat run/detect) && echo same
      """)
    #expect(result.output == "elsewhere\n143\nsame\n", "\(result.error)")
  }
}
