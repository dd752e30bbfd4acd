/// What a line of a type says, as a value; its time is that of the step.
///
/// Bars and features are none: a step keeps them as rows, since they are what it works on.
public protocol LineMessage: Equatable, Sendable {
  /// The type of the lines that say it.
  static var type: LineType { get }
}
