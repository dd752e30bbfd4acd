import SFCore
import SFExpressions

/// Arithmetic between columns and fields of the bar, in the language of SFExpressions.
///
/// It has no values and no name of its own, so its specs are read apart:
/// `range=expr:(high-low)/close`.
public struct Expression: Component {
  public static let kind = "expr"
  public static let summary =
    "Arithmetic between columns and fields of the bar: range=expr:(high-low)/close."
  public static let parameters = [
    Parameter("expression", .text, "columns, open high low close volume, + - * /, functions")
  ]

  let text: String

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    text = arguments.name("expression")
    do {
      _ = try NumberExpression(text)
    } catch {
      throw error.configurationError(of: Self.kind)
    }
  }
}
