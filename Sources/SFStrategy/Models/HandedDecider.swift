/// A decider that a stage was handed, which is no part of what it saves.
struct HandedDecider: Sendable, Codable {
  var decider: (any Decider)?

  init() {}
  init(from decoder: any Decoder) throws {}
  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(contentsOf: [Bool]())
  }
}
