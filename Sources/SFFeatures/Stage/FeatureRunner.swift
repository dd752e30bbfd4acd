import SFCore
import SFExpressions

/// A node of one series with its memory.
///
/// It stands behind a reference and is called through a method of its own class,
/// since to change a value of unknown type in place the runtime asks at each
/// call who else holds it. Who copies a stage copies its runners.
class FeatureRunner {
  /// Of which bars: 0 for those of the stream.
  let clock: Int
  /// Where its values stand.
  fileprivate let own: Range<Int>

  fileprivate init(_ node: FeatureNode) {
    clock = node.clock
    own = node.slots
  }

  fileprivate init(copying other: FeatureRunner) {
    clock = other.clock
    own = other.own
  }

  /// Takes the next bar of the node's clock, and writes its values into its slots.
  func update(_ bar: Bar, at ts: Timestamp, _ slots: UnsafeMutableBufferPointer<Double>) {}

  func copy() -> FeatureRunner { preconditionFailure("a class of its own for each type") }
  func encode(to encoder: any Encoder) throws {}
  func resumed(from decoder: any Decoder) throws -> FeatureRunner { self }

  /// The runner of a node that is computed bar by bar; `nil` for one that looks across symbols.
  static func make(_ node: FeatureNode) -> FeatureRunner? {
    func bars(_ feature: some Feature, _ price: PriceField?) -> FeatureRunner {
      BarRunner(feature, price, node)
    }
    func numbers(_ feature: some NumberFeature) -> FeatureRunner { NumberRunner(feature, node) }
    switch (node.work, node.input) {
    case (.across, _): return nil
    case (.expression(let program), _): return ExpressionRunner(program, node)
    case (.feature(let feature), .bar): return bars(feature, nil)
    case (.feature(let feature), .price(let field)): return bars(feature, field)
    case (.feature(let feature), _):
      guard let feature = feature as? any NumberFeature else {
        preconditionFailure("the planner gives a source to features of numbers only")
      }
      return numbers(feature)
    }
  }
}

/// A feature of bars, or of a price in place of the close.
private final class BarRunner<Value: Feature>: FeatureRunner {
  private var feature: Value
  private let price: PriceField?

  init(_ feature: Value, _ price: PriceField?, _ node: FeatureNode) {
    self.feature = feature
    self.price = price
    super.init(node)
  }

  private init(_ feature: Value, copying other: BarRunner) {
    self.feature = feature
    price = other.price
    super.init(copying: other)
  }

  override func update(
    _ bar: Bar, at ts: Timestamp, _ slots: UnsafeMutableBufferPointer<Double>
  ) {
    let memory = UnsafeMutableBufferPointer(rebasing: slots[own])
    var values = MutableSpan(_unsafeElements: memory)
    if let price {
      feature.update(bar.closing(at: price), at: ts, into: &values)
    } else {
      feature.update(bar, at: ts, into: &values)
    }
    memory.makeFiniteOrMissing()
  }

  override func copy() -> FeatureRunner { BarRunner(feature, copying: self) }
  override func encode(to encoder: any Encoder) throws { try feature.encode(to: encoder) }
  override func resumed(from decoder: any Decoder) throws -> FeatureRunner {
    BarRunner(try Value(from: decoder), copying: self)
  }
}

/// A feature of the volume, or of what another node has computed.
private final class NumberRunner<Value: NumberFeature>: FeatureRunner {
  private var feature: Value
  /// `nil` for the volume.
  private let slot: Int?

  init(_ feature: Value, _ node: FeatureNode) {
    self.feature = feature
    slot = if case .slot(let slot) = node.input { slot } else { nil }
    super.init(node)
  }

  private init(_ feature: Value, copying other: NumberRunner) {
    self.feature = feature
    slot = other.slot
    super.init(copying: other)
  }

  override func update(
    _ bar: Bar, at ts: Timestamp, _ slots: UnsafeMutableBufferPointer<Double>
  ) {
    let number = slot.map { slots[$0] } ?? bar.volume ?? .nan
    let memory = UnsafeMutableBufferPointer(rebasing: slots[own])
    guard !number.isNaN || Value.takesMissing else {
      memory.update(repeating: .nan)
      return
    }
    var values = MutableSpan(_unsafeElements: memory)
    feature.update(number, into: &values)
    memory.makeFiniteOrMissing()
  }

  override func copy() -> FeatureRunner { NumberRunner(feature, copying: self) }
  override func encode(to encoder: any Encoder) throws { try feature.encode(to: encoder) }
  override func resumed(from decoder: any Decoder) throws -> FeatureRunner {
    NumberRunner(try Value(from: decoder), copying: self)
  }
}

/// An expression over the bar and slots.
private final class ExpressionRunner: FeatureRunner {
  private var program: NumberExpression

  init(_ program: NumberExpression, _ node: FeatureNode) {
    self.program = program
    super.init(node)
  }

  private init(_ program: NumberExpression, copying other: ExpressionRunner) {
    self.program = program
    super.init(copying: other)
  }

  override func update(
    _ bar: Bar, at ts: Timestamp, _ slots: UnsafeMutableBufferPointer<Double>
  ) {
    let row = Span(_unsafeElements: UnsafeBufferPointer(slots))
    slots[own.lowerBound] = program.update(bar, [], row) + 0.0
  }

  override func copy() -> FeatureRunner { ExpressionRunner(program, copying: self) }
  override func encode(to encoder: any Encoder) throws { try program.encode(to: encoder) }
  override func resumed(from decoder: any Decoder) throws -> FeatureRunner {
    ExpressionRunner(try NumberExpression(from: decoder), copying: self)
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// What the next stage of this process sees is what one behind a pipe reads: no infinity, no
  /// minus zero.
  @inline(__always)
  fileprivate func makeFiniteOrMissing() {
    for place in indices { self[place] = self[place].isFinite ? self[place] + 0.0 : .nan }
  }
}
