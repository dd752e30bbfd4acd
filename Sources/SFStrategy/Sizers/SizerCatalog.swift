import SFCore

/// Every sizer that `--size` knows.
public let sizerCatalog = Catalog(
  "sizer",
  [
    FixedFractionSizer.self,
    FixedNotionalSizer.self,
  ])
