/// The style sheet and the script of a page: files of their own that stand in the binary.
package enum PageAssets {
  package static let style = text(PackageResources.page_css)

  /// One script: the files in the order in which they build on each other.
  package static let script = [
    PackageResources.dom_js, PackageResources.numbers_js, PackageResources.integers_js,
    PackageResources.series_js, PackageResources.viewport_js, PackageResources.plot_js,
    PackageResources.timechart_js, PackageResources.gestures_js, PackageResources.overview_js,
    PackageResources.equity_js, PackageResources.candles_js, PackageResources.price_js,
    PackageResources.bars_js, PackageResources.roundtrips_js, PackageResources.triptable_js,
    PackageResources.signals_js, PackageResources.sweep_js, PackageResources.parallel_js,
    PackageResources.controls_js,
  ].map(text).joined()

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
