/// Bytes that nobody is shown: what prints, dumps or reflects upon them sees `(hidden)`.
///
///     "\(hidden)"  dump(hidden)  String(reflecting: hidden)     all of them (hidden)
package struct HiddenBytes: Sendable, Equatable {
  let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }
  package init(_ text: String) { self.init(Array(text.utf8)) }

  static let shown = "(hidden)"
}

extension HiddenBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { Self.shown }
  package var debugDescription: String { Self.shown }
  package var customMirror: Mirror { Mirror(reflecting: Self.shown) }
}
