import SFCore

/// A node that looks across the symbols of one interval, with its memory.
class AcrossRunner {
  func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>
  ) {}

  func copy() -> AcrossRunner { preconditionFailure("a class of its own for each type") }
  func encode(to encoder: any Encoder) throws {}
  func resumed(from decoder: any Decoder) throws -> AcrossRunner { self }

  static func make(_ feature: any AcrossFeature) -> AcrossRunner {
    func open(_ feature: some AcrossFeature) -> AcrossRunner { Running(feature) }
    return open(feature)
  }
}

private final class Running<Value: AcrossFeature>: AcrossRunner {
  private var feature: Value

  init(_ feature: Value) { self.feature = feature }

  override func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>
  ) {
    feature.update(values, of: series, reference: reference, into: &results)
  }

  override func copy() -> AcrossRunner { Running(feature) }
  override func encode(to encoder: any Encoder) throws { try feature.encode(to: encoder) }
  override func resumed(from decoder: any Decoder) throws -> AcrossRunner {
    Running(try Value(from: decoder))
  }
}
