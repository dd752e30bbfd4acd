import SFCore

/// The types of lines that the protocol defines, each with its form.
///
/// Decoder, writer, checker and `--schema` are built on this one table.
public enum LineTable {
  /// The types that have keys.
  public static let types: [LineType] = LineType.allCases.filter { form(of: $0) != nil }

  /// The keys of a type, `type` and `ts` first; empty for a type without a form.
  public static func rules(of type: LineType) -> [FieldRule] { form(of: type)?.keys ?? [] }

  /// What the JSON Schema of a type asks for beside its keys.
  public static func conditions(of type: LineType) -> [JSONValue.Member] {
    form(of: type)?.conditions ?? []
  }

  /// Those that are messages, by the number of their type.
  static let messages: [(any MessageForm.Type)?] = LineType.allCases.map { form(of: $0)?.asMessage }

  /// `nil` for what is reserved, and for any type that the protocol does not name.
  static func form(of type: LineType) -> (any LineForm.Type)? {
    switch type {
    case .account: AccountLine.self
    case .alert: AlertLine.self
    case .bar: BarLine.self
    case .bookMetrics: BookMetricsLine.self
    case .cancel: CancelLine.self
    case .control: ControlLine.self
    case .decide: DecideLine.self
    case .decision: DecisionLine.self
    case .end: EndLine.self
    case .equity: EquityLine.self
    case .features: FeaturesLine.self
    case .fill: FillLine.self
    case .gap: GapLine.self
    case .header: HeaderLine.self
    case .label: LabelLine.self
    case .mark: MarkLine.self
    case .metrics: MetricsLine.self
    case .model: ModelLine.self
    case .order: OrderLine.self
    case .position: PositionLine.self
    case .quote: QuoteLine.self
    case .refusal: RefusalLine.self
    case .signal: SignalLine.self
    case .signalMetrics: SignalMetricsLine.self
    case .target, .validation, .heartbeat, .checkpoint, .unknown: nil
    }
  }
}
