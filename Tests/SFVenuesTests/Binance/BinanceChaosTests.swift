import Foundation
import SFTestSupport
import Testing

/// A venue that is killed again and again, with orders under way and replies that are lost.
///
/// `SF_LIVE_ROUNDS=1000` kills it as often.
@Suite struct BinanceChaosTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["SF_LIVE_ROUNDS"].flatMap { Int($0) } ?? 4

  @Test func `account and ledger agree, and each order is sent once`() throws {
    let result = try LiveVenue.run(
      """
      RANDOM=7
      again() { sleep "0.$((RANDOM % 10))"; kill -KILL $venue 2> killed || :; stop; start; }
      state() { sf-broker orders ledger --format jsonl | jq -r --arg id "$1" 'select(.id == $id).state'; }
      # What the venue has not read when it dies, a session gives it again.
      done_with() {
        local n
        for n in $(seq 300); do
          case $(state "$1") in
            '') mark "$2" ;;
            filled | canceled | expired | refused | never_accepted) return 0 ;;
            *) mark ;;
          esac
          sleep 0.2
        done
        echo "$1 is $(state "$1")"; cat said; return 1
      }
      owned() {
        sf-broker fills ledger --format jsonl | jq -r --arg id "$1" 'select(.order == $id) |
          (.quantity | tonumber) - (if .fee_asset == "BTC" then .fee | tonumber else 0 end)' |
          awk '{ sum += $1 } END { printf "%.8f", sum }'
      }
      start; mark; sleep 0.5
      fault '{"fault":"execute_then_drop","path":"/api/v3/order","method":"POST","probability":0.3}'
      fault '{"fault":"html","status":502,"executed":true,"path":"/api/v3/order","method":"POST","probability":0.2}'
      fault '{"fault":"duplicate","probability":0.2}'
      fault '{"fault":"gap","probability":0.2}'
      kills=0
      while [ $kills -lt \(Self.rounds) ]; do
        mark "$(buy e$kills 1)"; again; done_with e$kills "$(buy e$kills 1)"
        owned=$(owned e$kills)
        if [ "$owned" != 0.00000000 ]; then
          mark "$(sell x$kills e$kills "$owned")"; again
          done_with x$kills "$(sell x$kills e$kills "$owned")"
        fi
        kills=$((kills + 2))
      done
      sleep 1; mark; sleep 0.3; mark; sleep 0.3; mark; stop
      agree
      placed | sort | uniq -d | wc -l
      sf-broker fills ledger --format jsonl | jq -r .id | sort > own
      curl -s "$ADMIN/accounts" > /dev/null
      sort -u own | cmp - own && echo 'each fill once'
      grep -l annSecret ledger* answers.* said || :
      """)
    #expect(
      result.output == "[true,true]\n0\neach fill once\n", "\(result.output)\n\(result.error)")
  }
}
