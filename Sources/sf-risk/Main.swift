import SFCommands
import SFTool

@main enum Main {
  static func main() { Tool.main(RiskCommand.self) }
}
