import SFReport

extension SweepCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    Metric.names(for: key)
  }
}

extension WalkCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    Metric.names(for: key)
  }
}
