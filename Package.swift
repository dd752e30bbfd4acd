// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors. Stages are called across modules once per bar, so the optimizer may look
/// into them; overlapping access is checked when compiling, and at run time in debug builds only
/// (at run time it costs a tenth of a bar).
let strict: [SwiftSetting] = [
  .unsafeFlags(["-warnings-as-errors"]),
  .unsafeFlags(
    ["-cross-module-optimization", "-enforce-exclusivity=unchecked"],
    .when(configuration: .release)),
]

/// The standard library is linked statically, at a fixed place: a tool starts in half the time, and
/// nothing of it has to be moved when it does. So is the C++ under its runtime, in place of the
/// shared library that the toolchain asks for: that one has thousands of names looked up at each
/// start, for the few that are used. A tool offers no names itself: twenty thousand that nobody asks
/// for were memory of each process. The three libraries are what the static Foundation of the
/// toolchain needs and does not name itself.
let standalone: [LinkerSetting] = [
  .unsafeFlags(
    ["-static-stdlib", "-use-ld=lld", "-Xclang-linker", "-static-libgcc"]
      + [
        "--gc-sections", "-no-pie", "--no-export-dynamic",
        "--remap-inputs=*/libstdc++.so=/dev/null",
      ].flatMap { ["-Xlinker", $0] }),
  .linkedLibrary(":libstdc++.a"),
  .linkedLibrary("_FoundationCShims"),
  .linkedLibrary("_FoundationCollections"),
  .linkedLibrary("swiftSynchronization"),
]

/// What the whole of the static Foundation needs and does not name itself.
let wholeFoundation: [LinkerSetting] = [
  "CoreFoundation", "_FoundationICU", "dispatch", "BlocksRuntime",
].map { .linkedLibrary($0) }

/// How much is built. `bin/setup` without `--all` builds what `research` needs: nothing that runs for
/// weeks, no server, no test, and nothing that only these link. `bin/quickstart` builds less in a
/// fresh clone, a `pipeline` and what reads its lines: no check, no store, no sweep, no history.
let extent = Context.environment["SF_BUILD"]
let isPipelineOnly = extent == "pipeline"
let isWhole = !isPipelineOnly && extent != "research"

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// One that `keeps` market data links the databases, and with them the whole of Foundation, as one
/// that `books` does, whose commands link a ledger.
///
/// One that `listens` has streams, where all is built.
func tool(
  _ name: String, of commands: Target.Dependency = "SFCommands", keeps: Bool = false,
  books: Bool = false, listens: Bool = false
) -> Target {
  let (stores, streams) = (keeps && !isPipelineOnly, listens && isWhole)
  return .executableTarget(
    name: name,
    dependencies: [commands, "SFTool"] + (stores ? ["SFDatabases"] : [])
      + (streams ? ["SFSocket"] : []),
    swiftSettings: strict + (stores ? [.define("STORES")] : [])
      + (streams ? [.define("STREAMS")] : []),
    linkerSettings: (stores || books ? wholeFoundation : []) + standalone)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["SFTestSupport"], swiftSettings: strict)
}

let stages: [Target.Dependency] = [
  "SFIngest", "SFFeatures", "SFLabel", "SFDetect", "SFStrategy", "SFRisk", "SFBroker", "SFEngine",
  "SFStats", "SFReport",
]

/// What a pipeline does without.
let packagesOfResearch: [Package.Dependency] = [
  // SQLite from Swift: connections, transactions and errors of stores. It brings the whole of
  // Foundation, so that only tools that keep market data link it: twice the size.
  .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")
]

/// What only the whole needs.
let packagesOfTheWhole: [Package.Dependency] = [
  // Signatures of requests, which sf-exchange verifies: HMAC and Ed25519.
  .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  // The sockets of sf-exchange: HTTP and WebSocket servers that hold hundreds of connections on one
  // thread.
  .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  // The same behind TLS, by a certificate that is given: some clients take no address without it.
  .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
  // The page, the figures and the live updates of sf-monitor: routes, TLS, answers in pieces, and an
  // end that waits for what is under way. No other tool links it.
  .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
  // `swift package generate-documentation`: pages of the catalogs. No tool links it.
  .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
]

/// What a pipeline stands on.
let pipeline: [Target] = [
  // What is written for readers: a catalog of DocC belongs to a target. Nothing imports it.
  library("SignalFlow", []),

  // What everything stands on.
  library("SFCore", []),
  library("SFWire", ["SFCore"]),

  // What users write about bars and columns: features, detectors and filters compute it.
  library("SFExpressions", ["SFCore"]),

  // What Binance says, as values: its symbols and their rules, bars, messages, errors, names and
  // columns of archives. Who asks it is elsewhere, so that who reads such a text links no network.
  library("SFBinance", ["SFCore", "SFWire"]),

  // What market data is kept as, and what a store of it does; no database.
  library("SFStore", ["SFCore"]),

  // Stages: no clock, no file, no socket, no randomness.
  library("SFIngest", ["SFCore", "SFWire", "SFBinance"]),
  library("SFFeatures", ["SFCore", "SFExpressions"]),
  library("SFLabel", ["SFCore"]),
  library("SFDetect", ["SFCore", "SFExpressions"]),
  library("SFStrategy", ["SFCore", "SFExpressions", "SFStats"]),
  library("SFRisk", ["SFCore", "SFStats"]),
  library("SFBroker", ["SFCore"]),
  library("SFStats", ["SFCore"]),
  // The script and the style of its page are files that stand in the binary: one file is a page. C
  // takes them in as they are; as arrays of Swift they were half a minute of a build.
  .target(
    name: "CPageAssets", exclude: ["Assets"], cSettings: [.unsafeFlags(["-std=c23"])]),
  library("SFReport", ["SFCore", "SFStats", "CPageAssets"]),
  // Figures stand within the trader's and the gate's books: where their layout changes, what copies
  // such a book is compiled anew, too.
  library("SFEngine", ["SFCore", "SFStats", "SFStrategy", "SFRisk", "SFBroker"]),

  // What runs stages: no options, no files, no talk.
  library("SFRun", ["SFCore", "SFWire"]),

  // What a stage of a session wrote, in files: no clock, no socket.
  library("SFJournal", ["SFCore", "SFWire", "SFRun"]),

  // The world outside.
  .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
  // Starts programs: what a process does before it becomes another, Swift cannot do. Profilers of
  // today's systems read this form of debugging information and no later one.
  .target(name: "CProcess", cSettings: [.unsafeFlags(["-gdwarf-4"])]),
  library("SFTransport", ["SFCore", "SFWire", "SFRun", "SFJournal", "CProcess", "CZlib"]),
  // Opens what is opened when it is needed.
  library("SFLoading", ["SFCore"]),
  // Fetching streams from another process, another machine. Of libzmq the declarations: the library
  // itself is opened when a socket is needed, as libpq is.
  .systemLibrary(name: "CZmq", providers: [.apt(["libzmq3-dev"])]),
  library("SFFetch", ["SFCore", "SFWire", "SFRun", "SFTransport", "SFLoading", "CZmq"]),
  // Configuration files. Yams wraps the same parser, and would bring the whole of Foundation with
  // its ICU: twice the size of each tool.
  .systemLibrary(name: "CYaml", providers: [.apt(["libyaml-dev"])]),
  library("SFTool", ["SFCore", "SFWire", "SFRun", "SFTransport", "CYaml", arguments, logging]),
  library(
    "SFCommands",
    stages + [
      "SFCore", "SFWire", "SFRun", "SFExpressions", "SFBinance", "SFStore", "SFTransport",
      "SFFetch", "SFTool", arguments, logging,
    ]),

  // The tools.
  tool("sf-ingest", keeps: true), tool("sf-features"), tool("sf-detect"), tool("sf-strategy"),
  tool("sf-report"), tool("sf-backtest", keeps: true), tool("sf-cat"),
]

/// What research adds: checks, plots, data for training, stores, history, sweeps.
let research: [Target] = [
  // Whether streams, and the programs that write them, keep to what is agreed.
  library("SFCheck", ["SFCore", "SFWire", "SFRun", "SFTransport"]),

  // What looks at runs and streams, and no pipeline needs.
  library(
    "SFResearch",
    [
      "SFCore", "SFWire", "SFRun", "SFIngest", "SFReport", "SFTransport", "SFTool", "SFCheck",
      "SFCommands", arguments, logging,
    ]),

  // SHA-256, which says what a trial of a sweep is and whether an archive is whole. OpenSSL's, which
  // libcurl has with it on the systems of our users: swift-crypto would compile all of BoringSSL, a
  // quarter of the first build. Of libcrypto the declarations, as of libzmq.
  .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
  library("SFDigest", ["SFLoading", "CCrypto"]),

  // Many runs of a pipeline; apart, since no stage needs a hash.
  library(
    "SFSweep",
    [
      "SFCore", "SFWire", "SFRun", "SFExpressions", "SFFeatures", "SFStats", "SFStrategy",
      "SFReport", "SFEngine", "SFTransport", "SFDigest", "SFTool", "SFCommands", arguments, logging,
    ]),

  // The databases in which market data is kept. Of libpq the declarations: the library itself is
  // opened when a store needs it, since it would make each start slower.
  .systemLibrary(name: "CPq", providers: [.apt(["libpq-dev"])]),
  library(
    "SFDatabases",
    [
      "SFCore", "SFStore", "SFLoading", "CPq", .product(name: "GRDB", package: "GRDB.swift"),
      .product(name: "GRDBSQLite", package: "GRDB.swift"),
    ]),

  // Market data from an exchange; apart, since no other tool needs a network. libcurl is what the
  // systems of our users have, with their proxies and certificates. Another exchange is another
  // room beside SFBinanceREST.
  .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
  library("SFHTTP", ["SFCore", "SFRun", "CCurl"]),
  library("SFFeeds", ["SFCore", "SFRun"]),
  library("SFBinanceREST", ["SFCore", "SFWire", "SFRun", "SFBinance", "SFHTTP", "SFFeeds"]),
  library(
    "SFHistory",
    [
      "SFCore", "SFWire", "SFRun", "SFStore", "SFIngest", "SFBinance", "SFHTTP", "SFFeeds",
      "SFBinanceREST", "SFTransport", "SFDigest", "SFTool", "SFCommands", arguments, logging,
    ]),

  // The tools.
  tool("sf-sweep", of: "SFSweep", keeps: true), tool("sf-walk", of: "SFSweep", keeps: true),
  tool("sf-ingest-archive", of: "SFHistory", keeps: true),
  tool("sf-ingest-binance", of: "SFHistory", keeps: true, listens: true),
  tool("sf-store", keeps: true), tool("sf-label"), tool("sf-risk"),
  tool("sf-check", of: "SFResearch"), tool("sf-diff", of: "SFResearch"),
  tool("sf-lookahead", of: "SFResearch"), tool("sf-plot", of: "SFResearch"),
  tool("sf-export", of: "SFResearch"),
]

/// Sessions, venues, and an exchange of one's own.
let running: [Target] = [
  // Serves the stages of sessions: what one serving process does.
  library("SFServe", ["SFCore", "SFWire", "SFRun", "SFTransport", "SFJournal", "SFFetch"]),

  // The whole of a session: its text, its wiring, what differs, what is emitted, drills.
  library(
    "SFSession",
    ["SFCore", "SFWire", "SFRun", "SFEngine", "SFReport", "SFServe"]),

  // The commands of long-running tools, which research tools do not link.
  library(
    "SFLive",
    [
      "SFCore", "SFWire", "SFRun", "SFEngine", "SFReport", "SFTransport", "SFTool", "SFCommands",
      "SFJournal", "SFFetch", "SFServe", "SFSession", arguments, logging,
    ]),

  // Connections of WebSocket: streams of an exchange, and its API that stays open; apart, since only
  // who trades or listens links NIO.
  library(
    "SFSocket",
    [
      "SFCore", "SFFeeds", "SFTransport", .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
      .product(name: "NIOPosix", package: "swift-nio"),
      .product(name: "NIOHTTP1", package: "swift-nio"),
      .product(name: "NIOWebSocket", package: "swift-nio"),
      .product(name: "NIOSSL", package: "swift-nio-ssl"),
    ]),

  // What a venue was asked for and what it answered, kept in SQLite.
  library(
    "SFLedger",
    [
      "SFCore", "SFRun", "SFBroker", "SFReport", .product(name: "GRDB", package: "GRDB.swift"),
      .product(name: "GRDBSQLite", package: "GRDB.swift"),
    ]),

  // What a session must show before it gets real money, as values: evidence in, a verdict out.
  library("SFGate", ["SFCore", "SFWire", "SFRun", "SFStats", "SFReport", "SFDigest"]),

  // Where that evidence comes from: journals, ledger, backtests beside the session.
  library(
    "SFGating",
    [
      "SFCore", "SFWire", "SFRun", "SFEngine", "SFReport", "SFTransport", "SFTool", "SFJournal",
      "SFServe", "SFSession", "SFLedger", "SFBroker", "SFCommands", "SFDigest", "SFGate", arguments,
      logging,
    ]),

  // What stands between those values and the exchange: requests, answers, what it says of the account.
  // Apart, since only sf-broker sends orders.
  library(
    "SFBinanceDesk",
    [
      "SFCore", "SFWire", "SFRun", "SFBinance", "SFBinanceOrders", "SFHTTP", "SFFeeds",
    ]),

  // Venues that take orders; apart, since only sf-broker has one of its own.
  library(
    "SFVenues",
    [
      "SFCore", "SFWire", "SFRun", "SFBroker", "SFRisk", "SFReport", "SFLedger", "SFTransport",
      "SFTool", "SFCommands", "SFBinance", "SFBinanceOrders", "SFBinanceDesk", "SFFeeds", "SFHTTP",
      "SFSocket", "SFGate", arguments, logging,
    ]),

  // Messages to people, each notifier in a thread of its own, and commands from afar; apart, since
  // what is told is somebody else's matter.
  library(
    "SFNotify",
    ["SFCore", "SFWire", "SFRun", "SFReport", "SFJournal", "SFTransport", "SFHTTP", "SFDigest"]),

  // Orders at Binance as values: signed requests, what answers prove, the desk that keeps them; no
  // socket. Apart, since only what sends orders signs anything.
  library(
    "SFBinanceOrders",
    [
      "SFCore", "SFWire", "SFBinance", "SFBroker",
      .product(name: "Crypto", package: "swift-crypto"),
    ]),

  // An exchange of one's own, as values: books, accounts, filters, limits, faults; no socket.
  library("SFExchange", ["SFCore", "SFWire", "SFBinance"]),

  // The same as a server; apart, since no other tool answers requests.
  library(
    "SFExchangeServer",
    [
      "SFCore", "SFWire", "SFRun", "SFBinance", "SFExchange", "SFLedger", "SFReport",
      "SFTransport", "SFTool", arguments, logging,
      .product(name: "Crypto", package: "swift-crypto"),
      .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOPosix", package: "swift-nio"),
      .product(name: "NIOHTTP1", package: "swift-nio"),
      .product(name: "NIOWebSocket", package: "swift-nio"),
      .product(name: "NIOSSL", package: "swift-nio-ssl"),
    ]),

  // What becomes of sessions, as values: their state out of their lines, alert rules, metrics.
  library("SFMonitor", ["SFCore", "SFWire", "SFStats"]),

  // The page, as its files have it.
  .target(
    name: "CMonitorAssets", exclude: ["Assets"], cSettings: [.unsafeFlags(["-std=c23"])]),

  // The same for a person and for Prometheus, over HTTP; apart, since no other tool links Hummingbird.
  library(
    "SFMonitorServer",
    [
      "SFCore", "SFWire", "SFRun", "SFStats", "SFReport", "SFTransport", "SFJournal", "SFFetch",
      "SFServe", "SFLedger", "SFTool", "SFCommands", "SFMonitor", "SFNotify", "CMonitorAssets",
      arguments, logging,
      .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOSSL", package: "swift-nio-ssl"),
      .product(name: "Hummingbird", package: "hummingbird"),
      .product(name: "HummingbirdCore", package: "hummingbird"),
      .product(name: "HummingbirdTLS", package: "hummingbird"),
    ]),

  // The tools.
  tool("sf-session", of: "SFLive"), tool("sf-serve", of: "SFLive"),
  tool("sf-broker", of: "SFVenues", books: true),
  tool("sf-exchange", of: "SFExchangeServer", books: true),
  tool("sf-gate", of: "SFGating", books: true),
  tool("sf-monitor", of: "SFMonitorServer", books: true),
]

/// What is measured and tested.
let testing: [Target] = [
  // What a bar costs in each feature: for bin/bench.
  .executableTarget(
    name: "feature-bench", dependencies: ["SFCore", "SFFeatures"], swiftSettings: strict,
    linkerSettings: standalone),

  // What a step costs in a journal, for bin/bench, and a writer of one for tests that kill it.
  .executableTarget(
    name: "journal-bench",
    dependencies: ["SFCore", "SFWire", "SFRun", "SFJournal", "SFTransport"],
    swiftSettings: strict, linkerSettings: standalone),

  .target(
    name: "SFTestSupport",
    dependencies: ["SFCore", "SFWire", "SFTransport", "SFRun", "SFHTTP", logging],
    path: "Tests/SFTestSupport", exclude: ["Browser/browser.py"], swiftSettings: strict),
  tests("SFCoreTests", ["SFCore"]),
  tests("SFWireTests", ["SFWire"]),
  tests("SFExpressionsTests", ["SFExpressions"]),
  tests("SFRunTests", ["SFRun", "SFTransport"]),
  tests("SFJournalTests", ["SFJournal", "SFRun"]),
  tests("SFTransportTests", ["SFTransport"]),
  tests("SFToolTests", ["SFTool", "SFTransport"]),
  tests("SFIngestTests", ["SFIngest", "SFTransport"]),
  tests("SFFeaturesTests", ["SFFeatures", "SFRun"]),
  tests("SFDetectTests", ["SFDetect", "SFExpressions", "SFFeatures", "SFRun"]),
  tests("SFLabelTests", ["SFLabel", "SFRun"]),
  tests("SFStrategyTests", ["SFStrategy"]),
  tests("SFRiskTests", ["SFRisk"]),
  tests("SFEngineTests", ["SFEngine", "SFStrategy", "SFRisk", "SFBroker", "SFTool"]),
  tests("SFStatsTests", ["SFStats"]),
  .testTarget(
    name: "SFReportTests", dependencies: ["SFReport", "SFRun", "SFTestSupport"],
    exclude: ["Pictures"], swiftSettings: strict),
  tests(
    "SFCheckTests",
    [
      "SFCheck", "SFResearch", "SFCommands", "SFDetect", "SFFeatures", "SFLabel", "SFRun", "SFTool",
      "SFTransport",
    ]),
  tests("SFCommandsTests", ["SFCommands", "SFRun", "SFTool", arguments, logging]),
  tests("SFDigestTests", ["SFDigest", "SFLoading"]),
  tests("SFSweepTests", ["SFSweep", "SFTransport"]),
  tests("SFFetchTests", ["SFFetch", "SFTransport"]),
  tests("SFServeTests", ["SFServe", "SFTransport"]),
  .testTarget(
    name: "SFSessionTests",
    dependencies: ["SFCore", "SFEngine", "SFServe", "SFSession", "SFTransport", "SFTestSupport"],
    exclude: ["Chaos/toy_venue.py"], swiftSettings: strict),
  tests(
    "SFVenuesTests",
    ["SFBinanceOrders", "SFCore", "SFGate", "SFLedger", "SFRisk", "SFRun", "SFWire"]),
  tests("SFBrokerTests", ["SFBroker"]),
  tests("SFLedgerTests", ["SFLedger", "SFBroker"]),
  tests(
    "SFGateTests",
    [
      "SFCore", "SFGate", "SFGating", "SFJournal", "SFLedger", "SFRun", "SFServe", "SFTransport",
      "SFWire",
    ]),
  tests("SFNotifyTests", ["SFNotify"]),
  tests("SFStoreTests", ["SFStore", "SFDatabases"]),
  tests("SFBinanceTests", ["SFBinance"]),
  tests("SFExchangeTests", ["SFExchange", "SFBinance"]),
  tests(
    "SFBinanceOrdersTests",
    ["SFBinanceOrders", "SFBinance", "SFBroker", "SFExchange", "SFExchangeServer", "SFRisk"]),
  .testTarget(
    name: "SFExchangeServerTests",
    dependencies: [
      "SFBroker", "SFCore", "SFExchange", "SFExchangeServer", "SFLedger", "SFTestSupport",
    ],
    exclude: ["Clients"], swiftSettings: strict),
  tests("SFMonitorTests", ["SFMonitor", "SFStats", "SFTransport"]),
  tests("SFHTTPTests", ["SFHTTP"]),
  tests("SFFeedsTests", ["SFFeeds"]),
  tests("SFBinanceRESTTests", ["SFBinance", "SFBinanceREST", "SFFeeds", "SFHTTP"]),
  tests(
    "SFHistoryTests",
    [
      "SFBinance", "SFBinanceREST", "SFCommands", "SFFeeds", "SFHTTP", "SFHistory", "SFIngest",
      "SFRun", "SFTransport",
    ]),
  .testTarget(
    name: "GoldenTests", dependencies: ["SFTestSupport"], exclude: ["Cases"],
    swiftSettings: strict),
  .testTarget(
    name: "FuzzTests", dependencies: ["SFTransport", "SFTestSupport"], exclude: ["Corpus"],
    swiftSettings: strict),
  tests("ProjectTests", []),
]

let package = Package(
  name: "SignalFlow",
  dependencies: [
    // Options, help, completions and manual pages of every tool.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // What tools say to people, in text or JSON, by level.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
  ] + (isPipelineOnly ? [] : packagesOfResearch) + (isWhole ? packagesOfTheWhole : []),
  targets: pipeline + (isPipelineOnly ? [] : research) + (isWhole ? running + testing : [])
)
