import SFTestSupport
import Testing

/// The exchange as a process: what it prints, serves, keeps, and how it ends.
@Suite(.serialized) struct ServingTests {
  static let market = "--market random:seed=4,price=100,every=1s --clock step"

  @Test func `time goes by when it is told to`() throws {
    let result = try RunningExchange.with(
      Self.market,
      """
      curl -s $REST/api/v3/time && echo
      curl -s -X POST "$ADMIN/step?ms=60000"
      curl -s $REST/api/v3/time && echo
      curl -s "$REST/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1" | jq -c '.[0][0]'
      """)
    #expect(
      result.output == """
        {"serverTime":1767571200000}
        {"time":"2026-01-05T00:01:00.000Z"}
        {"serverTime":1767571260000}
        1767571260000

        """, "\(result.error)")
  }

  @Test func `faults come while it runs, and are counted`() throws {
    let result = try RunningExchange.with(
      Self.market,
      """
      curl -s -d '{"fault":"html","status":502,"name":"gateway","times":2}' $ADMIN/faults
      for _ in 1 2 3; do curl -s -o /dev/null -w '%{http_code}\\n' $REST/api/v3/ping; done
      curl -s $ADMIN/faults
      curl -s -X DELETE $ADMIN/faults
      curl -s -d '{"fault":"none"}' $ADMIN/faults | cut -c 1-60
      curl -s -d '{"fault":"drop"}' $ADMIN/faults > /dev/null
      curl -s $REST/api/v3/ping || echo "curl $?"
      curl -s -d '{"fault":"truncated"}' $ADMIN/faults > /dev/null
      curl -s $REST/api/v3/time && echo
      """)
    #expect(
      result.output == """
        [{"name":"gateway","fault":"html","seen":0,"count":0}]
        502
        502
        200
        [{"name":"gateway","fault":"html","seen":3,"count":2}]
        []
        {"error":"faults:1:1: found the fault 'none', the nearest ar
        curl 52
        {"serverTime":17675

        """, "\(result.error)")
  }

  /// Also with faults by chance, and one that holds requests back.
  @Test func `a journal is replayed to the same bytes, twice`() throws {
    let result = try RunningExchange.with(
      "--market random:seed=4,price=100,every=1s --clock step --seed 5",
      """
      echo '{"fault":"html","status":502,"executed":true,"method":"POST","probability":0.3}' > script
      curl -s -d @script $ADMIN/faults > /dev/null
      for n in $(seq 40); do
        side=$([ $((n % 2)) = 0 ] && echo BUY || echo SELL)
        form="symbol=BTCUSDT&side=$side&type=MARKET&quantity=0.$((n % 4 + 1))&timestamp=1767571200000"
        signature=$(printf %s "$form" | openssl dgst -sha256 -hmac annSecret -r | cut -d ' ' -f 1)
        curl -s -o /dev/null -H 'X-MBX-APIKEY: annKey' -d "$form&signature=$signature" $REST/api/v3/order
        curl -s -o /dev/null "$REST/api/v3/depth?symbol=BTCUSDT"
        [ $((n % 10)) != 0 ] || curl -s -o /dev/null -X POST "$ADMIN/step?ms=100"
      done
      sleep 0.1; kill $exchange; wait $exchange || true
      for _ in 1 2; do
        sf-exchange replay journal.jsonl --accounts accounts.yaml --seed 5 \\
          --market random:seed=4,price=100,every=1s | cmp - journal.jsonl && echo same
      done
      grep -c '"status":502' journal.jsonl | awk '{print ($1 > 3) ? "faults" : "none"}'
      """)
    #expect(result.output == "same\nsame\nfaults\n", "\(result.error)")
  }

  @Test func `a port that is taken is said, and a signal ends it`() throws {
    let result = try RunningExchange.with(
      Self.market,
      """
      port=${REST##*:}
      sf-exchange serve --accounts accounts.yaml --port $port --socket-port 0 --admin-port 0 2> said ||
        echo "exit $?"
      grep -o 'cannot listen at 127.0.0.1' said
      kill $exchange; wait $exchange || echo "exit $?"
      """)
    #expect(result.output == "exit 69\ncannot listen at 127.0.0.1\nexit 143\n", "\(result.error)")
  }

  @Test func `a request that is too long or no request does not end it`() throws {
    let result = try RunningExchange.with(
      Self.market,
      """
      head -c 100000 /dev/zero | tr '\\0' a > long
      curl -s -o /dev/null -w '%{http_code}\\n' -d @long $REST/api/v3/order
      port=${REST##*:}
      printf 'nonsense\\r\\n\\r\\n' | timeout 5 bash -c "cat > /dev/tcp/127.0.0.1/$port" || true
      curl -s $REST/api/v3/ping
      """)
    #expect(result.output == "413\n{}", "\(result.error)")
  }

  @Test func `serves by TLS with a certificate that is given`() throws {
    let result = try Shell.run(
      """
      set -eu
      openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem \
        -out certificate.pem -addext subjectAltName=IP:127.0.0.1 2> /dev/null
      sf-exchange accounts > accounts.yaml
      sf-exchange serve --accounts accounts.yaml --port 0 --socket-port 0 --admin-port 0 --for 60s \
        --tls-certificate certificate.pem --tls-key key.pem > where &
      trap 'kill $! 2>/dev/null || true' EXIT
      for _ in $(seq 400); do [ -s where ] && break; sleep 0.05; done
      curl -s --cacert certificate.pem $(jq -r .rest where)/api/v3/ping
      jq -r .ws_api where | cut -c 1-6
      sf-exchange serve --accounts accounts.yaml --port 0 --socket-port 0 --admin-port 0 \
        --tls-certificate key.pem --tls-key key.pem 2> said || echo "exit $?"
      grep -o "cannot read the certificate 'key.pem' and its key 'key.pem'" said
      """)
    #expect(
      result.output
        == "{}wss://\nexit 66\ncannot read the certificate 'key.pem' and its key 'key.pem'\n",
      "\(result.error)")
  }
}
