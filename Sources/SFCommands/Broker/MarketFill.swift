import ArgumentParser

/// Where `sf-broker virtual` fills a market order.
package enum MarketFill: String, CaseIterable, ExpressibleByArgument, Sendable {
  case nextOpen = "next_open"
  case quote
}
