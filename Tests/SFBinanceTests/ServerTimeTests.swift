import SFBinance
import Testing

@Suite struct ServerTimeTests {
  @Test func `reads what is documented`() throws {
    #expect(
      try ServerTime(Array("{\"serverTime\":1499827319559}".utf8)).milliseconds == 1_499_827_319_559
    )
  }

  /// From 2017 to 2100; one of microseconds is none.
  @Test(arguments: [
    "9223372036854775807", "-9223372036854775808", "9007199254740992", "0", "1483228799999",
    "4102444800000", "1499827319559000", "1e12", "\"1499827319559\"", "null",
  ])
  func `what is no time of an exchange is refused`(text: String) {
    let body = "{\"serverTime\":\(text)}"
    #expect(
      throws: UnreadableAnswer("found '\(body)', expected the time of the exchange")
    ) { try ServerTime(Array(body.utf8)) }
  }
}
