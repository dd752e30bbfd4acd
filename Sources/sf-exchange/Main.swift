import SFExchangeServer
import SFTool

@main enum Main {
  static func main() { Tool.main(ExchangeCommand.self) }
}
