/// A value behind a reference, copied when one of several changes it: to hand it on is to count one
/// reference, and not each list in it.
///
/// Unchecked, since a box is changed only by who alone has it.
struct SharedValue<Value: Codable & Sendable>: Codable, @unchecked Sendable {
  private final class Box {
    var value: Value

    init(_ value: Value) { self.value = value }
  }

  private var box: Box

  init(_ value: Value) { box = Box(value) }

  var value: Value {
    _read { yield box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
      yield &box.value
    }
  }

  init(from decoder: any Decoder) throws { self.init(try Value(from: decoder)) }

  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
