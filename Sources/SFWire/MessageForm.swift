import SFCore

/// A type whose lines are messages of a step.
///
/// Both functions go through the keys in their order, which is said once: in `keys`.
protocol MessageForm: LineForm {
  associatedtype Message: LineMessage

  static func read(_ fields: inout FieldReader) throws(WireError) -> Message
  static func write(_ message: Message, to line: inout LineWriter)

  // Asked for here, so that a call by a type that is only known at run time finds code that was
  // made for it.
  static func take(_ fields: inout FieldReader, into step: inout Step) throws(WireError)
  static func write(_ place: Int, of step: borrowing Step, to line: inout LineWriter)
}

extension MessageForm {
  static var asMessage: (any MessageForm.Type)? { Self.self }

  /// Reads a line and takes its message into the step.
  static func take(_ fields: inout FieldReader, into step: inout Step) throws(WireError) {
    step.take(try read(&fields))
  }

  /// Writes the message at a place among those of its type.
  static func write(_ place: Int, of step: borrowing Step, to line: inout LineWriter) {
    step.messages(of: Message.self).withElement(at: place) { write($0, to: &line) }
  }
}
