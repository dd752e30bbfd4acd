import Foundation

/// How often a test that kills a run at a moment of chance does so.
///
/// `SF_KILL_ROUNDS` says it; without it there are few, so that a test takes seconds.
public enum KillRounds {
  public static let count: Int = {
    guard let text = ProcessInfo.processInfo.environment["SF_KILL_ROUNDS"] else { return 10 }
    guard let count = Int(text), count > 0 else {
      preconditionFailure("found SF_KILL_ROUNDS=\(text), expected a number above 0")
    }
    return count
  }()

  /// Functions for a shell script: `measure COMMAND…` runs it and notes how long it took;
  /// `kill_within COMMAND…` starts it and kills it at a moment of chance within that time;
  /// `while more; do … done` goes on until as many as asked for were killed before they ended, and
  /// `parts`, if the script counts something else, is above 0.
  ///
  /// A machine that is busier or less busy than when it was measured kills too early or too late:
  /// each kill makes the time longer, and each that came too late shorter.
  public static let script = """
    RANDOM=42; killed=0; attempts=0; duration=0
    measure() {
      local begin=$(date +%s%N)
      "$@"; local status=$?
      duration=$((($(date +%s%N) - begin) / 1000))
      return $status
    }
    kill_within() {
      "$@" & local tool=$!
      local pause=$((RANDOM * duration / 32768))
      sleep "$(printf '%d.%06d' $((pause / 1000000)) $((pause % 1000000)))"
      if kill -KILL $tool 2> /dev/null; then
        killed=$((killed + 1)); duration=$((duration * 11 / 10))
      else
        duration=$((duration * 4 / 5))
      fi
      wait $tool 2> /dev/null
    }
    more() {
      [ $killed -lt \(count) ] || [ "${parts:-1}" = 0 ] || return 1
      attempts=$((attempts + 1))
      [ $attempts -le $((\(count) * 20)) ] || { echo "$killed killed, ${parts:-} parts"; return 1; }
    }

    """
}
