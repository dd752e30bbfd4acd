import SFCommands
import SFRun

/// How far a sweep is, on standard error: trials, how many a second, and the time that is left.
final class TrialMeter {
  private var line: StatusLine
  private let tool: String
  private let total: Int
  private var done = 0

  init(
    _ mode: ProgressMode, tool: String, total: Int, writesToStandardOutput: Bool,
    _ clock: any Clock
  ) {
    line = StatusLine(mode, writesToStandardOutput: writesToStandardOutput, clock)
    self.tool = tool
    self.total = total
  }

  func count() {
    done += 1
    guard let seconds = line.secondsIfDue() else { return }
    let rate = Double(done) / seconds
    let left = Double(total - done) / rate
    let shown = Double(Int(rate * 10)) / 10
    line.show(
      text: "\(tool): \(done) of \(total) trials, \(shown) trials/s, "
        + "\(Int(left.rounded(.up))) s left",
      json: "{\"trials\":\(done),\"of\":\(total),\"trials_per_second\":\(shown),"
        + "\"seconds_left\":\(Double(Int(left * 10)) / 10)}")
  }

  func erase() { line.erase() }
}
