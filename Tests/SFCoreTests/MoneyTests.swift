import SFCore
import SFTestSupport
import Testing

@Suite struct MoneyTests {
  /// Rounds by comparing twice the remainder with the divisor, on the signed value.
  private func slowUnits(_ units: Int128) -> Int64? {
    let divisor: Int128 = 100_000_000
    var quotient = units / divisor
    let twice = (units % divisor).magnitude * 2
    if twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0) {
      quotient += units < 0 ? -1 : 1
    }
    return quotient.magnitude <= UInt128(Int64.max) ? Int64(quotient) : nil
  }

  @Test func `rounds half to even`() {
    for tie in -1_000...1_000 as ClosedRange<Int128> {
      for offset in -1...1 as ClosedRange<Int128> {
        let money = Money(units: tie * 50_000_000 + offset)
        #expect(money.roundedUnits == slowUnits(money.units), "\(money.units)")
      }
    }
  }

  @Test func `rounds random amounts as the slow way does`() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<300_000 {
      let bits = UInt128(generator.next()) << 64 | UInt128(generator.next())
      let units = Int128(bitPattern: bits) >> Int128(generator.next() % 128)
      let money = Money(units: units)
      if money.roundedUnits != slowUnits(units) {
        Issue.record("\(units)")
        return
      }
    }
  }

  @Test(arguments: [
    (Money(units: 0), "0.0"), (Money(units: 50_000_000), "0.0"),
    (Money(units: 150_000_000), "0.00000002"), (Money(units: -50_000_001), "-0.00000001"),
    (Money(Price(units: 1234)), "0.00001234"), (Price(43250.11) * Quantity(0.02), "865.0022"),
  ])
  func `writes eight decimals`(money: Money, text: String) {
    #expect(money.description == text)
  }

  @Test func `multiplies exactly`() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<10_000 {
      let (price, quantity) = (
        Price(units: Int64(bitPattern: generator.next())),
        Quantity(units: Int64(bitPattern: generator.next()))
      )
      let money = price * quantity
      #expect(money.units == Int128(price.units) * Int128(quantity.units))
      #expect(money - money == .zero && money + -money == .zero)
    }
  }
}
