import SFBinance
import Testing

@Suite struct ErrorReplyTests {
  private func read(_ text: String) -> ErrorReply? { ErrorReply(Array(text.utf8)) }

  @Test func `reads what the exchange says of an error`() throws {
    let reply = try #require(read("{\"code\":-1121,\"msg\":\"Invalid symbol.\"}"))
    #expect(reply.code == .invalidSymbol && reply.message == "Invalid symbol.")
    #expect(reply.text == "Invalid symbol. (code -1121)")
  }

  @Test(arguments: ["", "<html>", "[]", "{}", "{\"code\":\"-1\",\"msg\":\"\"}", "{\"code\":-1}"])
  func `anything else is none`(text: String) { #expect(read(text) == nil) }

  /// The table of the reference: what a code proves of a change.
  @Test(arguments: [
    (-1_013, "Filter failure: LOT_SIZE", true), (-1_100, "Illegal characters", true),
    (-1_111, "Precision is over the maximum", true), (-1_121, "Invalid symbol.", true),
    (-1_199, "", true), (-2_010, "Account has insufficient balance", true),
    (-2_014, "API-key format invalid.", true), (-2_015, "Invalid API-key", true),
    (-1_021, "Timestamp outside of the recvWindow.", true), (-1_022, "Signature", true),
    (-1_003, "Too many requests", true), (-1_015, "Too many new orders", true),
    // An order with this id is there.
    (-2_010, "Duplicate order sent.", false),
    // It may have been done.
    (-1_000, "An unknown error occurred", false), (-1_001, "Disconnected", false),
    (-1_006, "Unexpected response", false), (-1_007, "Timeout waiting for response", false),
    (-1_008, "Server overloaded", false), (-1_016, "Service shutting down", false),
    // It may have been filled.
    (-2_011, "Unknown order sent.", false), (-2_013, "Order does not exist.", false),
    // One half was done.
    (-2_021, "Order cancel-replace partially failed.", false),
    // Not known to anybody yet.
    (-1_099, "", false), (-1_200, "", false), (-9_999, "", false), (0, "", false),
  ])
  func `a code proves a refusal, or does not`(code: Int, message: String, proves: Bool) throws {
    let reply = try #require(read("{\"code\":\(code),\"msg\":\"\(message)\"}"))
    #expect(reply.provesRefusal == proves)
  }
}
