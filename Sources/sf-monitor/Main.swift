import SFMonitorServer
import SFTool

@main enum Main {
  static func main() { Tool.main(MonitorCommand.self) }
}
