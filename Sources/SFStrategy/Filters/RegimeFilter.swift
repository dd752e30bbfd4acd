import SFCore
import SFExpressions

/// Lets entries pass while the market is as it is wanted: a feature inside a band, or a condition.
///
///     regime:feature=rsi_14,min=40,max=60
///     regime:when=close > sma_200 and natr_14 < 2
///
/// A value at a bound is inside. A condition is computed at every bar of each
/// symbol, as it may look back; one that is missing refuses.
public struct RegimeFilter: EntryFilter {
  public static let kind = "regime"
  public static let summary =
    "Lets entries pass while a feature is in a band, or a condition holds."
  public static let parameters = [
    Parameter(
      "feature", .column, default: "none", allowsNone: true, "the column that tells the regime"),
    Parameter("min", .number, default: "none", allowsNone: true, "a lower value refuses"),
    Parameter("max", .number, default: "none", allowsNone: true, "a higher value refuses"),
    Parameter(
      "when", .text, default: "none", allowsNone: true,
      "instead of feature: a condition, as 'close > sma_200'"),
  ]

  /// `nil` when there is a condition.
  public let feature: String?
  public let band: ValueRange
  private var position: Int?
  /// The condition as it begins for each series; `nil` when there is a feature.
  private var condition: ConditionExpression?
  /// By series: the condition with what it remembers, and what it said last.
  private var conditions: [Watched] = []

  private struct Watched: Codable, Sendable {
    var condition: ConditionExpression
    var holds: Bool?
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let (feature, text) = (arguments.name("feature"), arguments.name("when"))
    self.feature = feature == "none" ? nil : feature
    band = try ValueRange(arguments)
    guard (self.feature == nil) != (text == "none") else {
      throw ConfigurationError("feature", "or when must be given, and not both")
    }
    if text == "none" {
      guard !band.isOpen else { throw ConfigurationError("min", "or max must be given") }
    } else {
      guard band.isOpen else { throw ConfigurationError("min", "and max go with feature") }
      do throws(ExpressionError) {
        condition = try ConditionExpression(text)
      } catch {
        throw ConfigurationError("when", error.message, help: error.help)
      }
    }
  }

  /// The names of a condition that are columns: others are market fields of the bar.
  private var columns: [String] {
    feature.map { [$0] }
      ?? condition?.names.filter { !MarketField.known.contains($0) } ?? []
  }

  public var needs: [ColumnNeed] { columns.map { ColumnNeed($0) } }

  public mutating func bind(_ positions: [Int]) {
    position = feature == nil ? nil : positions.first
    guard let names = condition?.names else { return }
    let columns = columns
    let places = names.map { name -> ValuePlace in
      columns.firstIndex(of: name).map { .column(positions[$0]) } ?? .field(name)
    }
    condition?.bind(places)
    for index in conditions.indices { conditions[index].condition.bind(places) }
  }

  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {
    guard let condition else { return }
    for index in mark.bars.indices {
      let view = mark.bars[index]
      while conditions.count <= view.bar.series { conditions.append(Watched(condition: condition)) }
      conditions[view.bar.series].holds = conditions[view.bar.series].condition.update(
        view.bar, view.fields, values.extracting(view.start..<view.start + view.count))
    }
  }

  public func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
    guard condition == nil else {
      let holds = entry.series < conditions.count ? conditions[entry.series].holds : nil
      return holds.map { $0 ? .yes : .no(.rule(.doesNotHold)) } ?? .unknown(.missing("when"))
    }
    guard let position, !row[position].isNaN else { return .missing(feature ?? "") }
    return band.answer(row[position])
  }

  public func numbers(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [NamedNumber] {
    feature.map { [NamedNumber($0, position.map { row[$0] })] } ?? []
  }
}
