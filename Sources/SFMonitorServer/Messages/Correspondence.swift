import Logging
import SFCore
import SFMonitor
import SFNotify

/// What goes out to people beside lines and pages: messages, answers to what they ask from afar, and
/// the sign of life.
final class Correspondence {
  private let outbox: Outbox?
  private var heard: [TelegramCommands] = []
  private var heartbeat: Heartbeat?
  private let log: Logger

  init(_ notifiers: [any Notifier], _ log: Logger) throws {
    self.log = log
    var pace = NoticePace()
    // Within what the tool has for its own end.
    pace.grace = .seconds(3)
    outbox = notifiers.isEmpty ? nil : try Outbox(notifiers, pace: pace) { log.warning("\($0)") }
  }

  /// Hears what is written to bots: one reader for each token.
  func hear(_ bots: [[TelegramNotifier]], _ answers: any MonitorAnswers, control: Bool) throws {
    for bot in bots {
      let log = log
      heard.append(
        try TelegramCommands(bot, answers, control: control) { log.warning("\($0)") })
    }
  }

  /// Shows somebody outside that this machine lives.
  func showLife(at url: String) throws {
    let log = log
    heartbeat = try Heartbeat(url: url) { log.warning("\($0)") }
  }

  /// Tells of an alert: what it says, and how things stand where it is raised.
  func tell(_ alert: Alert, of watched: WatchedState, at ts: Timestamp) {
    let isOver = ["cleared", "active"].contains(alert.state)
    let situation = isOver ? "" : "\n\n" + Situation(watched).text
    outbox?.post(
      Notice(
        session: watched.state.name, level: NoticeLevel(alert: alert.level),
        text: "\(alert.rule): \(alert.text)\(situation)", at: ts))
  }

  func report(_ report: DailyReport, at ts: Timestamp) {
    outbox?.post(Notice(session: report.session, level: .info, text: report.text, at: ts))
  }

  func beat(isCurrent: Bool) { heartbeat?.beat(healthy: isCurrent) }

  /// Sends what has not been sent, and hears no more.
  func close() {
    for commands in heard { commands.close() }
    heartbeat?.close()
    outbox?.close()
  }
}
