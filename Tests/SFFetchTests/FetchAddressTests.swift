import SFFetch
import Testing

@Suite struct FetchAddressTests {
  @Test(arguments: [
    ("tcp://127.0.0.1:7001", false), ("tcp://127.9.9.9:1", false), ("tcp://localhost:65535", false),
    ("tcp://[::1]:7001", false), ("tcp://10.0.0.5:7001", true), ("tcp://*:7001", true),
    ("tcp://0.0.0.0:7001", true), ("tcp://host.example:7001", true), ("tcp://127.0.0:7001", true),
    ("tcp://127.0.0.1.example:7001", true), ("tcp://[::]:7001", true),
  ])
  func `knows what leaves the machine`(text: String, leaves: Bool) throws {
    let address = try FetchAddress(tcp: text)
    #expect(address.text == text && address.leavesMachine == leaves)
  }

  @Test(arguments: [
    "tcp://", "tcp://host", "tcp://host:", "tcp://:7001", "tcp://host:0", "tcp://host:65536",
    "tcp://host:port", "ipc://x", "host:7001",
  ])
  func `refuses what is no address`(text: String) {
    let error = #expect(throws: FetchError.self) { try FetchAddress(tcp: text) }
    #expect(error?.exitStatus == .configuration)
  }

  @Test func `a path that no socket can have is refused with the reason`() throws {
    let longest = String(repeating: "d", count: 100)
    #expect(try FetchAddress(stage: longest).text == "ipc://\(longest)/socket")
    let error = #expect(throws: FetchError.self) { try FetchAddress(stage: longest + "d") }
    #expect(error?.message.contains("has 108 bytes, the system takes 107 at most") == true)
  }
}
