import Testing

/// How often each file sets the compiler's check of data races aside. A new place is entered here
/// with its reason beside the code, so that it is seen.
private let uncheckedPlaces: [String: Int] = [
  "Sources/Decision/Kernel/AlignedMemory.swift": 1,
  "Sources/Decision/Kernel/BatchDesk.swift": 1,
  "Sources/Kafka/ConsumerDesk.swift": 1,
  "Sources/Kafka/EmbeddedBroker.swift": 1,
  "Sources/Kafka/NativeClient.swift": 1,
  "Sources/Kafka/NativeObjects.swift": 1,
  "Sources/Kafka/PolledClient.swift": 1,
  "Sources/Kafka/QueuePoller.swift": 1,
  "Sources/Postgres/Connection/ConnectionExecutor.swift": 1,
  "Sources/Postgres/Connection/LibpqHandle.swift": 1,
  "Sources/Postgres/Locked.swift": 1,
  "Sources/Sealing/GaloisCounter.swift": 1,
]

@Suite("Code rules")
struct CodeRuleTests {
  let repository = Repository()
  static let shipped = ["Sources", "Workers", "Schemas"]
  static let linesMaximum = 500

  @Test("every unchecked promise about data races is listed, and gives its reason above")
  func uncheckedIsListed() {
    var counts: [String: Int] = [:]
    var unexplained: [String] = []
    for source in repository.sources(under: Self.shipped + ["Tests"]) {
      let places = ["@unchecked Sendable", "nonisolated(unsafe)"].flatMap(source.lines(with:))
      for line in places {
        counts[source.path, default: 0] += 1
        if !isExplained(source, line: line) { unexplained.append("\(source.path):\(line)") }
      }
    }
    #expect(counts.filter { !$0.key.hasPrefix("Tests/") } == uncheckedPlaces)
    #expect(unexplained == [])
  }

  /// What a reason speaks of: the lock, the queue or thread that owns it, or the C manual.
  private static let reasons = [
    "lock", "Mutex", "mutex", "queue", "thread", "manual", "never change", "immutable", "only read",
  ]

  /// Whether the comment above the declaration, or the one right below it, gives a reason.
  private func isExplained(_ source: SwiftSource, line: Int) -> Bool {
    let lines = source.lines
    // Attributes may stand between the reason and the declaration.
    var above = line - 2
    while above >= 0, trimmed(lines[above]).hasPrefix("@") { above -= 1 }
    var comment = ""
    while above >= 0, trimmed(lines[above]).hasPrefix("//") {
      comment = lines[above] + comment
      above -= 1
    }
    if line < lines.count, trimmed(lines[line]).hasPrefix("//") { comment += lines[line] }
    return Self.reasons.contains { comment.contains($0) }
  }

  private func trimmed(_ line: Substring) -> String {
    String(line.drop { $0 == " " || $0 == "\t" })
  }

  @Test("nothing shipped traps on purpose where an error could be thrown")
  func noForcedCalls() {
    let wrong = repository.sources(under: Self.shipped).flatMap { source in
      ["try!", "as!"].flatMap(source.lines(with:)).map { "\(source.path):\($0)" }
    }
    #expect(wrong == [])
  }

  @Test("nothing is left to be done later")
  func nothingLeftOpen() {
    // Put together here, so that this file does not hold the words.
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
    let wrong = repository.files(under: Self.shipped + ["Tests"]).flatMap { file in
      file.lines.enumerated().filter { _, line in words.contains { line.contains($0) } }
        .map { "\(file.path):\($0.offset + 1)" }
    }
    #expect(wrong == [])
  }

  @Test("no test waits by sleeping")
  func noSleepingTests() {
    let words = ["Task.sleep", "usleep", "Thread.sleep", "clock.sleep"]
    let wrong = repository.sources(under: ["Tests"]).flatMap { source in
      words.flatMap(source.lines(with:)).map { "\(source.path):\($0)" }
    }
    #expect(wrong == [])
  }

  @Test("statements to the database stand in the store and nowhere else")
  func statementsOnlyInStore() {
    let wrong = repository.sources(under: Self.shipped).flatMap { source -> [String] in
      let isStore = ["Sources/Store/", "Sources/Postgres/"].contains { source.path.hasPrefix($0) }
      guard !isStore else { return [] }
      return source.literals.filter { isStatement($0.text) }.map { "\(source.path):\($0.line)" }
    }
    #expect(wrong == [])
  }

  private func isStatement(_ text: String) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard let first = words.first else { return false }
    switch first {
    case "SELECT": return words.count > 1
    case "INSERT": return words.dropFirst().first == "INTO"
    case "DELETE": return words.dropFirst().first == "FROM"
    case "UPDATE": return words.contains("SET")
    default: return false
    }
  }

  @Test("a file holds one idea: none is longer than 500 lines")
  func filesAreShort() {
    let files = [".swift", ".py"].flatMap { suffix in
      repository.files(under: Self.shipped + ["Benchmarks", "Tests"], suffix: suffix)
    }
    #expect(files.contains { $0.path.hasSuffix(".py") })
    // What ends with a line end has an empty line after it.
    let wrong = files.map { (path: $0.path, count: $0.lines.count) }
      .filter { $0.count > Self.linesMaximum + 1 }.map { "\($0.path): \($0.count) lines" }
    #expect(wrong == [])
  }

  @Test("the rules read code, not comments or texts")
  func readerTellsCodeFromText() {
    let source = SwiftSource(
      .init(
        path: "x.swift",
        text: #"""
          @testable internal import Alpha  // import Beta
          import struct Gamma.Delta
          /* try! /* nested */ as! */ let a = "try! \(b("x") as! Int) SELECT"
          let c = """
            SELECT 1
            import Epsilon
            """
          let d = try! e
          """#))
    #expect(source.imports.map(\.module) == ["Alpha", "Gamma"])
    #expect(source.lines(with: "try!") == [8])
    #expect(source.lines(with: "as!") == [3])
    #expect(source.literals.filter { isStatement($0.text) }.map(\.line) == [4])
  }
}
