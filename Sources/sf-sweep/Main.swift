import SFSweep
import SFTool

@main enum Main {
  static func main() { Tool.main(SweepCommand.self) }
}
