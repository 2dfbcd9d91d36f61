// swift-tools-version:6.2
import PackageDescription

// Warnings are errors in our own targets; packages we depend on keep their own settings.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func library(
  _ name: String, in folder: String = "Sources", _ dependencies: [Target.Dependency] = [],
  resources: [Resource]? = nil
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "\(folder)/\(name)", resources: resources,
    swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: settings)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let csv = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
  name: "HummingbirdTesting", package: "hummingbird")
let httpClient = Target.Dependency.product(
  name: "AsyncHTTPClient", package: "async-http-client")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "rongqiao",
  products: [.executable(name: "rongqiao", targets: ["rongqiao"])],
  dependencies: [
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // C libraries: module map and shim header only.
    .systemLibrary(
      name: "CLibpq", path: "Sources/CLibpq", pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CLibrdkafka", path: "Sources/CLibrdkafka", pkgConfig: "rdkafka",
      providers: [.apt(["librdkafka-dev"])]),
    .systemLibrary(
      name: "CXlsxwriter", path: "Sources/CXlsxwriter", pkgConfig: "xlsxwriter",
      providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(
      name: "CLibcrypto", path: "Sources/CLibcrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),

    // Clients that know no table and no event type.
    library("Postgres", ["CLibpq"]),
    library("Kafka", ["CLibrdkafka"]),

    // Files for spreadsheets; knows no table of the project.
    library("Spreadsheet", ["CXlsxwriter"]),

    // Pure: no I/O, no clock.
    library("Domain", [crypto]),
    library("Catalog", ["Domain", yams]),
    library("Policy", ["Domain", "Catalog"]),
    library("Pricing", ["Domain", "Policy", "Catalog"]),
    library("Decision", ["Domain", "Policy", "Catalog", "Pricing"]),
    library("Workflow", ["Domain", "Catalog"]),
    library("Sealing", ["CLibcrypto", "Domain", crypto]),
    library("Market", ["Domain", "Catalog"]),
    library("Arrangement", ["Domain", "Catalog"]),
    library("Entitlement", ["Domain", "Catalog"]),
    library("Listing", ["Domain", "Catalog", "Workflow"]),
    library("Monitoring", ["Domain", "Catalog"]),
    library("Statistics", ["Domain", "Catalog"]),
    library("Documents", ["Domain", "Policy", "Catalog", "Pricing", "Decision", mustache]),

    // The seed data and schemas, as resources of the program.
    .target(
      name: "Schemas", path: "Schemas", exclude: ["operations"],
      resources: [
        .copy("sql"), .copy("events"), .copy("api"), .copy("catalog"), .copy("policy"),
        .copy("reference"), .copy("workflow"), .copy("arrangement"),
        .copy("entitlement"), .copy("listing"), .copy("monitoring"), .copy("statistics"),
        .copy("console"),
      ],
      swiftSettings: settings),

    library("Telemetry", [coreMetrics, metrics]),
    library("Store", ["Domain", "Postgres", "Schemas", "Sealing", crypto]),
    library("Ingest", ["Domain", csv]),
    library(
      "Application",
      [
        "Domain", "Policy", "Catalog", "Pricing", "Decision", "Documents", "Workflow", "Market",
        "Arrangement", "Entitlement", "Listing", "Monitoring", "Statistics",
        "Spreadsheet", "Store", "Postgres", "Ingest", "Schemas", "Sealing", crypto, logging,
      ]),
    library(
      "WorkerKit",
      [
        "Domain", "Postgres", "Store", "Application", "Kafka", "Sealing", metrics, logging,
        lifecycle,
      ]),
    library(
      "MatchWorker", in: "Workers", ["Domain", "Application", "WorkerKit", logging, lifecycle]),
    library(
      "OutboxRelay", in: "Workers",
      ["Domain", "Store", "Postgres", "WorkerKit", "Kafka", metrics, logging, lifecycle]),
    library(
      "NeedSweeper", in: "Workers",
      ["Application", "WorkerKit", metrics, logging, lifecycle]),
    library("ReceivableWorker", in: "Workers", ["Application", "WorkerKit"]),
    library("ListingWorker", in: "Workers", ["Application", "WorkerKit"]),
    library("EntitlementWorker", in: "Workers", ["Application", "WorkerKit"]),
    library(
      "MonitoringWorker", in: "Workers",
      ["Domain", "Application", "WorkerKit", logging, lifecycle]),
    library(
      "StatisticsWorker", in: "Workers",
      ["Domain", "Application", "WorkerKit", logging, lifecycle]),
    library(
      "WebhookWorker", in: "Workers",
      [
        "Domain", "Application", "WorkerKit", httpClient, nioCore, nioHTTP, metrics, logging,
        lifecycle,
      ]),
    library(
      "API",
      [
        "Domain", "Application", "Sealing", "Telemetry", hummingbird, jwt, crypto, coreMetrics,
        logging,
        lifecycle, yams,
      ]),
    library(
      "Console",
      [
        "Domain", "Application", "API", "Schemas", "Spreadsheet", mustache, hummingbird, nioCore,
        logging, lifecycle,
      ]),
    .executableTarget(
      name: "rongqiao",
      dependencies: [
        "Domain", "Policy", "Catalog", "Pricing", "Decision", "Postgres", "Kafka", "Store",
        "Ingest", "Application", "WorkerKit", "MatchWorker", "OutboxRelay", "NeedSweeper",
        "ReceivableWorker", "ListingWorker", "EntitlementWorker", "MonitoringWorker",
        "StatisticsWorker",
        "WebhookWorker", "API", "Console", "AllocationBench", "FlowBench",
        "Spreadsheet", "Telemetry", "Schemas", "Sealing", "CMalloc", crypto, arguments,
        configuration,
        httpClient, nioCore, nioHTTP,
        logging, lifecycle, signals,
      ],
      path: "Sources/rongqiao", swiftSettings: settings),

    // The flow at province scale (`rongqiao bench flow`).
    library(
      "FlowBench", in: "Benchmarks",
      [
        "Domain", "Policy", "Catalog", "Decision", "Postgres", "Kafka", "Store", "Ingest",
        "Application", "WorkerKit", "MatchWorker", "OutboxRelay", "Telemetry", "Schemas", "Sealing",
        logging, histogram,
      ]),

    // The periodic push of the pool of needs (`rongqiao bench allocation`).
    library("AllocationBench", in: "Benchmarks", ["Domain", "Market"]),

    // The kernel against its peers (`make bench-kernel`); not part of the shipped program.
    .executableTarget(
      name: "kernel-bench",
      dependencies: ["Domain", "Catalog", "Policy", "Pricing", "Decision", arguments],
      path: "Benchmarks/KernelBench", swiftSettings: settings),

    // Random numbers that can be had again, for tests that need no server.
    .target(name: "Seeds", path: "Tests/Seeds", swiftSettings: settings),
    .target(
      name: "TestSupport",
      dependencies: [
        "Domain", "Catalog", "Policy", "Postgres", "Kafka", "Store", "Application", "Schemas",
        "Sealing", logging,
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    tests("TidyTests", []),
    tests(
      "FrameTests",
      ["rongqiao", "Domain", "Store", "Application", "Schemas", arguments, logging, lifecycle]),
    tests("PostgresTests", ["Postgres", "TestSupport", "Seeds"]),
    tests("KafkaTests", ["Kafka", "TestSupport", "Seeds"]),
    tests("DomainTests", ["Domain", "Schemas", "Seeds"]),
    tests("PolicyTests", ["Domain", "Policy", "Catalog", "Schemas"]),
    tests(
      "DocumentsTests",
      ["Domain", "Policy", "Catalog", "Pricing", "Decision", "Documents", "Schemas"]),
    tests("CatalogTests", ["Domain", "Catalog", "Schemas"]),
    tests("PricingTests", ["Domain", "Policy", "Catalog", "Pricing", "Schemas", "Seeds"]),
    .testTarget(
      name: "DecisionTests",
      dependencies: ["Domain", "Policy", "Catalog", "Pricing", "Decision", "Schemas", "Seeds"],
      path: "Tests/DecisionTests", exclude: ["Golden"], swiftSettings: settings),
    tests("IngestTests", ["Domain", "Ingest", "Seeds"]),
    tests("WorkflowTests", ["Domain", "Catalog", "Workflow", "Seeds"]),
    tests("MarketTests", ["Domain", "Catalog", "Market", "AllocationBench", "Seeds"]),
    tests("ArrangementTests", ["Domain", "Catalog", "Arrangement", "Workflow", "Seeds"]),
    tests("EntitlementTests", ["Domain", "Catalog", "Entitlement", "Seeds"]),
    tests("ListingTests", ["Domain", "Catalog", "Workflow", "Listing", "Seeds"]),
    tests("MonitoringTests", ["Domain", "Catalog", "Monitoring"]),
    tests("SpreadsheetTests", ["Spreadsheet"]),
    tests("StatisticsTests", ["Domain", "Catalog", "Statistics", "Seeds"]),
    tests("SealingTests", ["Domain", "Sealing"]),
    tests(
      "StoreTests",
      ["Domain", "Store", "Postgres", "Application", "Schemas", "Sealing", "TestSupport"]),
    tests(
      "ApplicationTests",
      [
        "Domain", "Catalog", "Policy", "Decision", "Entitlement", "Listing", "Statistics",
        "Workflow", "Postgres", "Store", "Application", "Ingest", "Schemas", "Sealing",
        "AllocationBench", "TestSupport", "Seeds", crypto, logging,
      ]),
    tests(
      "WorkerTests",
      [
        "Domain", "Catalog", "Policy", "Postgres", "Store", "Sealing", "Application", "Ingest",
        "Kafka", "WorkerKit", "MatchWorker", "OutboxRelay", "NeedSweeper", "ReceivableWorker",
        "ListingWorker", "EntitlementWorker", "MonitoringWorker", "StatisticsWorker",
        "WebhookWorker",
        "Schemas", "TestSupport", "Seeds", hummingbird, logging, lifecycle,
      ]),
    tests(
      "APITests",
      [
        "Domain", "Store", "Application", "API", "Telemetry", "Schemas", "TestSupport", "Seeds",
        hummingbird, hummingbirdTesting, jwt,
      ]),
    tests(
      "ConsoleTests",
      [
        "Domain", "Catalog", "Application", "API", "Console", "Spreadsheet", "Telemetry", "Schemas",
        hummingbird, hummingbirdTesting, crypto, logging,
      ]),
    tests(
      "FlowBenchTests",
      ["FlowBench", "Domain", "Catalog", "Policy", "Decision", "Ingest", "Application"]),
    tests(
      "EndToEndTests",
      ["rongqiao", "Domain", "Store", "Postgres", "TestSupport", httpClient, nioCore, nioHTTP]),
    // Real processes under faults; `make faults` is the long run.
    .testTarget(
      name: "FaultTests",
      dependencies: [
        "rongqiao", "Domain", "Policy", "Catalog", "Decision", "Postgres", "Kafka", "Store",
        "Application", "WorkerKit", "MatchWorker", "NeedSweeper", "Schemas", "TestSupport",
        httpClient, hummingbird, nioCore, nioHTTP, logging, lifecycle,
      ],
      path: "Tests/Faults", swiftSettings: settings),
  ]
)
