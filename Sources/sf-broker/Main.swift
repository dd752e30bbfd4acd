import SFVenues

@main enum Main {
  static func main() { BrokerTool.main() }
}
