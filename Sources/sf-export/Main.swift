import SFResearch
import SFTool

@main enum Main {
  static func main() { Tool.main(ExportCommand.self) }
}
