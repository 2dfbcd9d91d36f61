import Testing

/// What each module of the project may import of the others. Imports point one way:
/// `Domain ← engines ← Store ← Application ← API ← Console, workers ← rongqiao`; `Postgres ← Store`;
/// `Kafka ← WorkerKit ← workers`. The package manager does not hold anybody to this: a module may
/// import what its dependencies depend on.
private let arrows: [String: Set<String>] = [
  "CLibcrypto": [],
  "CLibpq": [],
  "CLibrdkafka": [],
  "CMalloc": [],
  "CXlsxwriter": [],
  "Postgres": ["CLibpq"],
  "Kafka": ["CLibrdkafka"],
  "Spreadsheet": ["CXlsxwriter"],
  "Domain": [],
  "Schemas": [],
  "Telemetry": [],
  "Catalog": ["Domain"],
  "Policy": ["Domain", "Catalog"],
  "Pricing": ["Domain", "Policy", "Catalog"],
  "Decision": ["Domain", "Policy", "Catalog", "Pricing"],
  "Workflow": ["Domain", "Catalog"],
  "Market": ["Domain", "Catalog"],
  "Arrangement": ["Domain", "Catalog"],
  "Entitlement": ["Domain", "Catalog"],
  "Listing": ["Domain", "Catalog", "Workflow"],
  "Monitoring": ["Domain", "Catalog"],
  "Statistics": ["Domain", "Catalog"],
  "Documents": ["Domain", "Policy", "Catalog", "Pricing", "Decision"],
  "Sealing": ["CLibcrypto", "Domain"],
  "Store": ["Domain", "Postgres", "Schemas", "Sealing"],
  "Ingest": ["Domain"],
  "Application": [
    "Domain", "Policy", "Catalog", "Pricing", "Decision", "Documents", "Workflow", "Market",
    "Arrangement", "Entitlement", "Listing", "Monitoring", "Statistics", "Spreadsheet", "Store",
    "Postgres",
    "Ingest", "Schemas", "Sealing",
  ],
  "WorkerKit": ["Domain", "Postgres", "Store", "Application", "Kafka", "Sealing"],
  "MatchWorker": ["Domain", "Application", "WorkerKit"],
  "OutboxRelay": ["Domain", "Store", "Postgres", "WorkerKit", "Kafka"],
  "NeedSweeper": ["Application", "WorkerKit"],
  "ReceivableWorker": ["Application", "WorkerKit"],
  "ListingWorker": ["Application", "WorkerKit"],
  "EntitlementWorker": ["Application", "WorkerKit"],
  "MonitoringWorker": ["Domain", "Application", "WorkerKit"],
  "StatisticsWorker": ["Domain", "Application", "WorkerKit"],
  "WebhookWorker": ["Domain", "Application", "WorkerKit"],
  "API": ["Domain", "Application", "Sealing", "Telemetry"],
  "Console": ["Domain", "Application", "API", "Schemas", "Spreadsheet"],
  "rongqiao": [
    "Domain", "Policy", "Catalog", "Pricing", "Decision", "Postgres", "Kafka", "Store", "Ingest",
    "Application", "WorkerKit", "MatchWorker", "OutboxRelay", "NeedSweeper", "ReceivableWorker",
    "ListingWorker", "EntitlementWorker", "MonitoringWorker", "StatisticsWorker", "WebhookWorker",
    "API", "Console",
    "Spreadsheet", "Telemetry", "Schemas", "Sealing", "CMalloc",
  ],
]

/// Modules that judge: they do no input or output and read no clock, so they may import only these
/// of what comes from outside the project.
private let pureOutside: [String: Set<String>] = [
  "Policy": ["Yams", "Synchronization"],
  "Catalog": ["Yams", "Synchronization"],
  "Pricing": ["Synchronization"],
  // Dispatch for a batch on several threads.
  "Decision": ["Synchronization", "Dispatch"],
  "Workflow": [],
  "Market": [],
  "Arrangement": [],
  "Entitlement": [],
  "Listing": [],
  "Monitoring": [],
  "Statistics": [],
  "Domain": ["Crypto", "Foundation", "Synchronization"],
]

@Suite("Layers")
struct ArrowTests {
  let repository = Repository()

  /// The module a file belongs to.
  private func module(of path: String) -> String {
    let parts = path.split(separator: "/")
    return parts[0] == "Schemas" ? "Schemas" : parts.dropFirst().first.map(String.init) ?? ""
  }

  private var sources: [SwiftSource] {
    repository.sources(under: ["Sources", "Workers", "Schemas"])
  }

  @Test("each module imports only the modules below it")
  func arrowsHold() {
    let own = Set(arrows.keys)
    let wrong = sources.flatMap { source in
      let module = module(of: source.path)
      let allowed = arrows[module] ?? []
      return source.imports.filter {
        own.contains($0.module) && $0.module != module && !allowed.contains($0.module)
      }.map { "\(source.path):\($0.line): \(module) must not import \($0.module)" }
    }
    #expect(wrong == [])
  }

  @Test("an engine imports nothing that does input or output or reads a clock")
  func enginesArePure() {
    let wrong = sources.flatMap { source -> [String] in
      guard let allowed = pureOutside[module(of: source.path)] else { return [] }
      return source.imports.filter { arrows[$0.module] == nil && !allowed.contains($0.module) }
        .map { "\(source.path):\($0.line): imports \($0.module)" }
    }
    #expect(wrong == [])
  }

  @Test("the table of arrows names every module there is, and has no circle")
  func tableIsWhole() {
    let folders = repository.folders(in: "Sources") + repository.folders(in: "Workers")
    #expect(Set(folders + ["Schemas"]) == Set(arrows.keys))
    var settled: Set<String> = []
    for _ in arrows {
      settled.formUnion(arrows.filter { settled.isSuperset(of: $0.value) }.keys)
    }
    #expect(settled == Set(arrows.keys))
  }

  @Test("no test code reaches the shipped modules")
  func noTestImports() {
    let testCode = ["Testing", "XCTest", "TestSupport", "Seeds"]
    let wrong = sources.filter { source in
      source.imports.contains { testCode.contains($0.module) }
        || !source.lines(with: "@testable").isEmpty
    }.map(\.path)
    #expect(wrong == [])
  }
}
