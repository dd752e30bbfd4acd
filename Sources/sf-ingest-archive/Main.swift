import SFHistory
import SFTool

@main enum Main {
  static func main() { Tool.main(ArchiveCommand.self) }
}
