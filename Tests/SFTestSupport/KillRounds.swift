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

  /// Functions for a shell script: `measure COMMAND…` runs it and notes how long it took, and
  /// `kill_within COMMAND…` starts it, kills it at a moment of chance within that time, and counts in
  /// `killed` those that had not ended.
  public static let script = """
    RANDOM=42; killed=0; duration=0
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
      kill -KILL $tool 2> /dev/null && killed=$((killed + 1))
      wait $tool 2> /dev/null
    }

    """
}
