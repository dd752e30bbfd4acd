import SFReport

extension SweepCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    key == "by" ? Metric.all.map(\.key) : nil
  }
}

extension WalkCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    key == "by" ? Metric.all.map(\.key) : nil
  }
}
