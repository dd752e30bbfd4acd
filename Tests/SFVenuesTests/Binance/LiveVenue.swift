import SFTestSupport

/// `sf-broker binance` at an exchange that runs beside it, with a market and orders that a script
/// writes as it likes.
///
///     start             a venue begins, or goes on; its answers are in `answers.N`
///     mark [ORDERS…]    a mark of now, with the best prices of now, and what was ordered at it
///     settled FILTER    marks until `answers.*` have a line that jq selects
///     stop              the market ends, and the venue with it
///     agree             the account has what the ledger says, to the last digit
///     audit             so say all that the exchange has done, fill by fill, of that ledger
///     alerted RULE TEXT marks until the venue has said so
///     connected N       waits until the venue has connected so often for user data
///     quiet             for each refusal to be asked, what was asked all the same and had not left
///
/// `AHEAD` milliseconds are put on top of the machine's time by marks; `QUOTE` stands for asking for
/// prices.
enum LiveVenue {
  static func run(
    exchange: String = "", venue: String = "", _ script: String
  ) throws -> Shell.Result {
    try RunningExchange.with("--history 2m " + exchange, functions(venue, exchange) + script)
  }

  private static func functions(_ venue: String, _ exchange: String) -> String {
    """
    printf 'key: annKey\\nsecret: annSecret\\n' > ann; chmod 600 ann
    ORDERS_HEADER='{"type":"header","protocol":1,"stages":[]}'
    MARKET_HEADER='{"type":"header","protocol":1,"stages":[]}'
    runs=0
    start() {
      runs=$((runs + 1)); rm -f market orders; mkfifo market orders
      sf-broker binance --account ann --rest "$REST" --ws-api "$API" --symbols BTCUSDT \\
        --interval 1m --ledger ledger --market market \(venue) "$@" orders > answers.$runs 2>> said & venue=$!
      exec 8> orders 7> market
      echo "$MARKET_HEADER" >&7; echo "$ORDERS_HEADER" >&8
    }
    last=0
    mark() {
      local now=$(($(date +%s%3N) + ${AHEAD:-0}))
      [ "$now" -gt "$last" ] || now=$((last + 1))
      last=$now
      local ts=$(date -u -d "@${now%???}.${now: -3}" +%Y-%m-%dT%H:%M:%S.%3NZ)
      local quote=${QUOTE:-$(curl -s "$REST/api/v3/ticker/bookTicker?symbol=BTCUSDT")}
      printf '%s' "$quote" | jq -c --arg ts "$ts" '{type: "bar", ts: $ts, symbol, interval: "1m",
        open: (.bidPrice | tonumber), high: (.bidPrice | tonumber), low: (.bidPrice | tonumber),
        close: (.bidPrice | tonumber), volume: 1},
        {type: "quote", ts: $ts, symbol, bid: (.bidPrice | tonumber), bid_quantity: 1,
        ask: (.askPrice | tonumber), ask_quantity: 1, at: $ts}, {type: "mark", ts: $ts}' >&7
      local order
      for order in "$@"; do printf '%s' "$order" | jq -c --arg ts "$ts" '{type, ts: $ts} + .' >&8; done
      echo "{\\"type\\":\\"mark\\",\\"ts\\":\\"$ts\\"}" >&8
    }
    buy() {
      jq -nc --arg id "$1" --argjson quantity "$2" '{type: "order", id: $id, symbol: "BTCUSDT",
        side: "buy", kind: "market", quantity: $quantity, position: $id, intent: "enter",
        reason: "test", reference: 100}'
    }
    rest() { buy "$1" "$2" | jq -c --argjson price "$3" '.kind = "limit" | .price = $price'; }
    sell() {
      jq -nc --arg id "$1" --arg position "$2" --argjson quantity "$3" '{type: "order", id: $id,
        symbol: "BTCUSDT", side: "sell", kind: "market", quantity: $quantity, position: $position,
        intent: "exit", reason: "test", reference: 100}'
    }
    cancel() {
      jq -nc --arg id "$1" '{type: "cancel", order: $id, symbol: "BTCUSDT", reason: "test"}'
    }
    settled() {
      local n
      for n in $(seq "${2:-60}"); do
        cat answers.* | jq -c "select($1)" > found
        if [ -s found ]; then return 0; fi
        mark; sleep 0.2
      done
      echo "never: $1"; cat answers.* said; return 1
    }
    fill() { settled ".type == \\"fill\\" and .order == \\"$1\\"" "${2:-60}"; }
    refused() { settled ".type == \\"refusal\\" and .order == \\"$1\\"" "${2:-60}"; }
    holds() { jq -r --arg p "$1" 'select(.type == "fill" and .position == $p) | if .side == "buy"
      then .quantity - (if .fee_asset == "BTC" then .fee else 0 end) else -.quantity end' answers.* |
      awk '{ sum += $1 } END { printf "%.8f", sum }'; }
    fault() { curl -sf -o /dev/null -X POST "$ADMIN/faults" -d "$(jq -c . <<< "$1")"; }
    calm() { curl -sf -o /dev/null -X DELETE "$ADMIN/faults"; }
    stop() { exec 7>&- 8>&-; wait $venue || :; }
    agree() {
      local account=$(sf-broker account ledger --format jsonl | tail -n 1)
      local there=$(curl -s "$ADMIN/accounts" | jq -c .accounts.ann)
      jq -n --argjson a "$account" --argjson b "$there" '
        def total: (.free | tonumber) + (.locked | tonumber);
        def near($x; $y): ($x - $y) | fabs < 5e-9;
        ($a.assets | if . == "" then 0 else (split(" ") | (.[1] | tonumber) + (.[2] | tonumber)) end)
          as $btc |
        [near($b.USDT | total; $a.cash | tonumber), near($b.BTC | total; 0.5 + $btc)]' -c
    }
    audit() {
      sf-exchange audit ledger --journal journal.jsonl --accounts accounts.yaml --account ann \\
        --history 2m \(exchange) && echo audited
    }
    alerted() { settled ".type == \\"alert\\" and .rule == \\"$1\\" and (.text | test(\\"$2\\"))"; }
    connected() {
      local n
      for n in $(seq 100); do
        [ "$(grep -c '"connected"' journal.jsonl)" -lt "$1" ] || return 0
        sleep 0.1
      done
      echo "connected $(grep -c '"connected"' journal.jsonl) times"; return 1
    }
    quiet() {
      jq -sc 'def ms: (.ts | sub("[.].*"; "Z") | fromdate) * 1000 +
          (.ts | capture("[.](?<ms>...)Z").ms | tonumber);
        map(select(.method)) as $all | [$all[] | select(.status == 418 or .status == 429) |
        ms as $at | [.status, ([$all[] | select(ms > $at + 400 and ms < $at + 1950)] | length)]]' \\
        journal.jsonl
    }
    placed() { jq -r 'select(.method == "POST" and .path == "/api/v3/order") | .body' journal.jsonl |
      sed -n 's/.*newClientOrderId=\\([^&]*\\).*/\\1/p'; }

    """
  }
}
