import Domain
import Foundation
import TestSupport
import Testing

@Suite("Faults", .serialized)
struct FaultRunTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test("whatever is killed, stopped or cut off, nothing is lost, doubled or broken")
  func survivesFaults() async throws {
    let seed = Self.environment["SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    var options =
      Self.environment["STORM"] == "full"
      ? FaultRunOptions.full(seed: seed) : FaultRunOptions.small(seed: seed)
    // To find out which kind it was: only some, such as KINDS=poison,broker_kill.
    if let names = Self.environment["KINDS"] {
      options.kinds = names.split(separator: ",").compactMap { FaultKind(rawValue: String($0)) }
      try #require(!options.kinds.isEmpty)
    }
    print("faults: SEED=\(seed)")
    if !TestKafka.isEmbedded {
      print(
        """
        faults: the broker is somebody else's, so it is neither killed nor stopped, and the \
        connections to it are left alone
        """)
    }
    let report = try await FaultRun(options).run()
    try report.write()
    print("faults: \(report.json.canonicalText)")
    #expect(report.faults == options.faults)
    #expect(report.kinds.count >= min(8, options.kinds.count))
    #expect(report.events >= options.events)
    #expect(report.replayed > 0)
    #expect(report.decidedAnew > 0)
    #expect(report.auditEntries > 0)
    for finding in report.findings.bad {
      Issue.record(
        """
        \(finding.name) (\(finding.kind)): \(finding.count), SEED=\(seed)
        \(finding.examples.joined(separator: "\n"))
        """)
    }
  }
}
