extension StageError {
  /// What an overflow is: an error, never a wrap.
  public static func outOfRange(_ what: String) -> StageError {
    StageError(.badData, "found \(what) out of range, expected amounts below 92 billion")
  }
}
