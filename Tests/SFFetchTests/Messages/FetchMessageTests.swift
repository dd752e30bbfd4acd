import SFCore
import SFFetch
import Testing

@Suite struct FetchMessageTests {
  static let mark: Timestamp = "2026-01-05T09:31:00.000Z"

  static let requests: [FetchRequest] = [
    .hello(id: "1"),
    .fetch(
      id: "2", .init(journal: "5f0c", behind: nil, most: 65_536, patience: .milliseconds(500))),
    .fetch(id: "3", .init(journal: "5f0c", behind: mark, most: 1, patience: .zero)),
  ]

  static let replies: [FetchReply] = [
    .hello(
      id: "1",
      .init(journal: "5f0c", header: Array("{}\n".utf8), floor: mark, head: mark, isEnded: true)),
    .hello(id: "1", .init(journal: "5f0c", header: [], floor: nil, head: nil, isEnded: false)),
    .steps(id: "2", upTo: mark, Array("{}\n".utf8)), .steps(id: "2", upTo: nil, []),
    .end(id: "3", Array("{}\n".utf8)), .gone(id: "4", floor: mark), .gone(id: "4", floor: nil),
    .reset(id: "5", reason: "another journal"),
  ]

  @Test(arguments: requests)
  func `a request comes back as it was`(request: FetchRequest) throws {
    #expect(try FetchRequest(request.frames) == request)
  }

  @Test(arguments: replies)
  func `a reply comes back as it was`(reply: FetchReply) throws {
    #expect(try FetchReply(reply.frames) == reply)
  }

  @Test func `frames are texts in the order of the page`() {
    let texts = { (frames: Frames) in frames.map { String(decoding: $0, as: UTF8.self) } }
    #expect(
      texts(Self.requests[2].frames)
        == ["fetch", "3", "5f0c", "2026-01-05T09:31:00.000Z", "1", "0"])
    #expect(
      texts(Self.replies[0].frames)
        == [
          "hello", "1", "1", "5f0c", "{}\n", "2026-01-05T09:31:00.000Z",
          "2026-01-05T09:31:00.000Z", "ended",
        ])
  }

  @Test(arguments: [
    [], ["fetch"], ["fetch", "1"], ["fetch", "1", "j", "today", "1", "0"],
    ["fetch", "1", "j", "", "-1", "0"], ["fetch", "1", "j", "", "many", "0"], ["drop", "1"],
  ])
  func `what is no request is refused`(texts: [String]) {
    let error = #expect(throws: FetchError.self) { try FetchRequest(texts.map { Array($0.utf8) }) }
    #expect(error?.exitStatus == .protocolMismatch)
  }

  @Test(arguments: [
    ["hello", "1", "2", "j", "", "", "", "open"], ["hello", "1"], ["steps", "1"], ["thanks", "1"],
  ])
  func `what is no reply is refused`(texts: [String]) {
    #expect(throws: FetchError.self) { try FetchReply(texts.map { Array($0.utf8) }) }
  }

  @Test func `another version says so`() {
    let frames = ["hello", "1", "2", "j", "", "", "", "open"].map { Array($0.utf8) }
    let error = #expect(throws: FetchError.self) { try FetchReply(frames) }
    #expect(error?.message == "found version 2 of fetching, expected 1")
  }
}
