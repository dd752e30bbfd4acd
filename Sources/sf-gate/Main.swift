import SFGating
import SFTool

@main enum Main {
  static func main() { Tool.main(GateCommand.self) }
}
