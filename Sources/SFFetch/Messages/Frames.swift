import SFCore

/// The parts of one message, each bytes of its own.
public typealias Frames = [[UInt8]]

/// Takes the frames of a message in their order.
struct FrameReader {
  private var rest: ArraySlice<[UInt8]>
  private let kind: String

  init(_ frames: Frames) {
    rest = frames[...]
    kind = frames.first.map { String(decoding: $0.prefix(16), as: UTF8.self) } ?? ""
  }

  mutating func bytes(_ name: String) throws(FetchError) -> [UInt8] {
    guard let frame = rest.popFirst() else {
      throw FetchError(.protocolMismatch, "found '\(kind)' without \(name)")
    }
    return frame
  }

  mutating func text(_ name: String) throws(FetchError) -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  /// `nil` for an empty frame.
  mutating func mark(_ name: String) throws(FetchError) -> Timestamp? {
    let text = try text(name)
    if text.isEmpty { return nil }
    guard let mark = Timestamp(text) else {
      throw FetchError(
        .protocolMismatch,
        "found '\(kind)' with the \(name) '\(text.prefix(40))', expected a timestamp or nothing")
    }
    return mark
  }

  mutating func integer(_ name: String) throws(FetchError) -> Int {
    let text = try text(name)
    guard let number = Int(text), number >= 0 else {
      throw FetchError(
        .protocolMismatch,
        "found '\(kind)' with the \(name) '\(text.prefix(40))', expected a whole number")
    }
    return number
  }
}

extension Timestamp {
  /// The frame of a mark; an empty one for none.
  static func frame(_ mark: Timestamp?) -> [UInt8] { mark.map { Array($0.description.utf8) } ?? [] }
}
