import Foundation
import SFTestSupport

/// A session that trades at an exchange beside it, of `AUSDT` to `DUSDT` and bars of a second, with
/// orders at every turn.
///
///     begin      the session begins, or goes on; what it says is in `said`
///     abreast    once its venue has answered the last second
///     strike     one of its processes dies, some do, or the exchange ends all connections that stay
///     quiet      once nothing is at work; what was bought is sold
///     leave      the session ends, and the exchange
///     audit      says what differs between exchange and ledger
enum LiveSession {
  /// Bars of a second want a machine that has time: `LIVE_SESSIONS=1` asks for them.
  static let isAsked = ProcessInfo.processInfo.environment["LIVE_SESSIONS"] != nil
  static let symbols = ["AUSDT", "BUSDT", "CUSDT", "DUSDT"]
  /// `pace` is how often something is traded, `exits` are those of the strategy, `venue` further
  /// options of the broker.
  static func run(
    in place: URL, pace: String = "100ms", exchange: String = "",
    exits: String = "--exit tp_sl:0.004,0.004 --exit time:3", venue: String = "", _ script: String
  ) throws -> Shell.Result {
    let market =
      "--history 2m --market random:seed=3,price=100,every=\(pace),symbols="
      + "\(symbols.joined(separator: "+")) \(exchange)"
    // The exchange outlives the longest of runs.
    return try RunningExchange.with(
      "\(market) --for 7200s", in: place, functions(market, exits, venue) + script)
  }

  private static func functions(_ market: String, _ exits: String, _ venue: String) -> String {
    """
    printf 'key: annKey\\nsecret: annSecret\\n' > key; chmod 600 key
    cat > text.sh <<END
    sf-ingest binance --base-url $REST --streams $SOCKETS --symbols \(symbols.joined(separator: ",")) \\
      --interval 1s --follow --stream --quotes --warm-up 10s |
      sf-features sma:1 sma:2 | sf-detect sma_cross:1,2 |
      sf-strategy \(exits) --min-notional 10 --capital 5000 |
      sf-risk --rule position:0.5 |
      sf-broker binance -v -v --account key --rest $REST --ws-api $API \(venue)
    END
    fault() { curl -sf -o /dev/null -X POST "$ADMIN/faults" -d "$1"; }
    calm() { curl -sf -o /dev/null -X DELETE "$ADMIN/faults"; }
    begin() { sf-session run -f text.sh --dir run >> said 2>&1 & session=$!; }
    # The exchange's time, and the last mark that the venue has answered, in seconds of the epoch.
    time_there() { curl -s "$REST/api/v3/time" | jq '.serverTime / 1000 | floor'; }
    answered() { date -d "$(jq -r '.stages[-1].mark // "1970-01-01T00:00:00Z"' run/status.json)" +%s; }
    abreast() {
      local n
      for n in $(seq 1500); do
        [ -s run/status.json ] && [ $(($(time_there) - $(answered))) -le 1 ] && return
        sleep 0.1
      done
      echo "never abreast: $(jq -c '.stages[] | [.name, .state, .mark]' run/status.json)"
      tail -n 20 said; return 1
    }
    kills=0
    dies() {
      local id
      for id in "$@"; do if kill -KILL "$id" 2>> killed; then kills=$((kills + 1)); fi; done
    }
    stages() { jq -r '.stages[].pid // empty' run/status.json; }
    broker() { jq -r '.stages[-1].pid // empty' run/status.json; }
    strike() {
      local all; all=($(stages | sort -R --random-source=<(yes $RANDOM)))
      case $((RANDOM % 16)) in
        0) fault '{"fault":"shutdown"}' ;;
        1) dies $session; wait $session || :; begin ;;
        2) dies $(cat /proc/$session/task/*/children) ;;
        3 | 4) dies ${all[@]:0:3} ;;
        5) dies ${all[@]} ;;
        6 | 7 | 8 | 9) dies $(broker) ;;
        *) dies ${all[0]:-} ;;
      esac
      kill -0 $session || { echo "the session has ended"; tail -n 20 said; return 1; }
    }
    standing() { sf-broker status run --format jsonl | jq -c 'select(.mode) | [.mode, .orders_at_work]'; }
    quiet() {
      local n
      sf-broker reduce -q --ledger run --reason 'it is over'
      for n in $(seq 1500); do
        sleep 0.2
        if [ "$(standing)" = '["reducing",0]' ]; then sleep 3; return; fi
      done
      echo "never quiet: $(standing)"; tail -n 20 said; return 1
    }
    leave() {
      kill -INT $session; wait $session || :
      kill $exchange; wait $exchange || :
    }
    audit() {
      sf-exchange audit run --journal journal.jsonl --accounts accounts.yaml --account ann \\
        \(market) || :
    }
    # The ids under which orders have reached the exchange, one a line.
    sent() {
      jq -r 'select(.method == "POST" and (.path // "" | startswith("/api/v3/order"))) | .query + "&" + .body' \\
        journal.jsonl | grep -o 'newClientOrderId=[^&]*' | cut -d = -f 2
    }

    """
  }
}
