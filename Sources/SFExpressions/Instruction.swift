#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One step of a program: what it does with the values of two others.
///
/// Every value has a place of its own, and `a` and `b` are places.
struct Instruction: Hashable, Sendable {
  enum Operation: Hashable, Sendable {
    // A constant stands at its place from the start.
    case constant(Double)
    case bar(BarField), name(Int)
    // These depend on their values alone.
    case add, subtract, multiply, divide, minimum, maximum
    case negate, absolute, logarithm, squareRoot
    case less, lessOrEqual, equal, notEqual, greaterOrEqual, greater, and, or, not
    // These remember; the number is the length of the window. `previous` is the lag of one bar.
    case crossAbove, crossBelow
    case previous, lag(Int), highest(Int), lowest(Int), mean(Int), deviation
    case latest, valueWhen, barsSince, throughout(Int), countIn(Int)
  }

  var operation: Operation
  var a = 0
  var b = 0
}

/// The arithmetic: what is not finite is missing, and missing is NaN.
enum Arithmetic {
  /// The value of an operation that depends on its values alone; `nil` for one that does not.
  @inline(__always)
  static func apply(_ operation: Instruction.Operation, _ x: Double, _ y: Double) -> Double? {
    switch operation {
    case .add: finite(x + y)
    case .subtract: finite(x - y)
    case .multiply: finite(x * y)
    case .divide: finite(x / y)
    case .minimum: x.isNaN || y.isNaN ? .nan : Swift.min(x, y)
    case .maximum: x.isNaN || y.isNaN ? .nan : Swift.max(x, y)
    case .negate: -x
    case .absolute: x.magnitude
    case .logarithm: x > 0 ? log(x) : .nan
    case .squareRoot: x.squareRoot()
    case .less: truth(x < y, x, y)
    case .lessOrEqual: truth(x <= y, x, y)
    case .equal: truth(x == y, x, y)
    case .notEqual: truth(x != y, x, y)
    case .greaterOrEqual: truth(x >= y, x, y)
    case .greater: truth(x > y, x, y)
    case .and: both(x, y)
    case .or: x == 1 || y == 1 ? 1 : x.isNaN || y.isNaN ? .nan : 0
    case .not: x.isNaN ? .nan : 1 - x
    default: nil
    }
  }

  /// Whether both truths hold: false as soon as one does not.
  @inline(__always)
  static func both(_ x: Double, _ y: Double) -> Double {
    x == 0 || y == 0 ? 0 : x.isNaN || y.isNaN ? .nan : 1
  }

  @inline(__always)
  private static func finite(_ value: Double) -> Double { value.isFinite ? value : .nan }

  /// 1 or 0; missing when one of the two is.
  @inline(__always)
  static func truth(_ holds: Bool, _ x: Double, _ y: Double) -> Double {
    x.isNaN || y.isNaN ? .nan : holds ? 1 : 0
  }
}
