import SFLive

@main enum Main {
  static func main() { SessionTool.main() }
}
