/// What a trader asks of a venue.
public enum OrderRequest: Equatable, Sendable {
  case order(Order)
  case cancel(Cancel)
}
