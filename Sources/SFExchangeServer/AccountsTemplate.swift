/// A file of accounts to begin with.
enum AccountsTemplate {
  static let text = """
    # Accounts of sf-exchange. The keys are for this exchange alone, and no secret of anybody's.
    accounts:
      ann:
        balances: {USDT: 10000, BTC: 0.5, BNB: 1}
        maker: 0.001
        taker: 0.001
        keys:
          - {key: annKey, secret: annSecret}
      bob:
        balances: {USDT: 10000, BTC: 0.5}
        # What need not be paid of a commission that is paid in BNB.
        bnb_discount: 0.25
        keys:
          - {key: bobKey, secret: bobSecret}

    """
}
