// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors; stages are called across modules once per bar, so the optimizer may look
/// into them.
let swift: [SwiftSetting] = [
  .unsafeFlags(["-warnings-as-errors", "-cross-module-optimization"], .when(configuration: .release))
]

let package = Package(
  name: "SignalFlow",
  targets: [
    .target(name: "SFCore", swiftSettings: swift),
    .target(name: "SFWire", dependencies: ["SFCore"], swiftSettings: swift),
  ]
)
