import SFLive
import SFTool

@main enum Main {
  static func main() { Tool.main(ServeCommand.self) }
}
