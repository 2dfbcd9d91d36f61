import Domain
import Foundation

/// What a run did and found, as it is written to `.rongqiao/faults.json`.
struct FaultReport: Sendable {
  var seed: UInt64
  var faults = 0
  /// How often each kind came.
  var kinds: [String: Int] = [:]
  /// Events written about enterprises.
  var events = 0
  /// Distinct events that a reader of the topic saw.
  var eventsSeen = 0
  var requests = 0
  var retried = 0
  var needs = 0
  var runs = 0
  var replayed = 0
  var decidedAnew = 0
  var catalogs = 0
  var deadLetters = 0
  /// Entries of the audit trail that were verified.
  var auditEntries = 0
  /// Processes that ended by themselves and were started again, as they may when a server is away.
  var ownEndings = 0
  /// Times the in-memory broker gave up by itself: one more fault, which nobody planned.
  var brokerAborts = 0
  var findings = Findings()
  var seconds = 0.0

  var json: JSON {
    [
      "events": .int(Int64(events)), "faults": .int(Int64(faults)),
      "kinds": .object(kinds.mapValues { .int(Int64($0)) }),
      "lost": .int(Int64(findings.count(.lost))),
      "duplicated": .int(Int64(findings.count(.duplicated))),
      "broken": .int(Int64(findings.count(.broken))), "seed": .string("\(seed)"),
      "seconds": .int(Int64(seconds.rounded())), "events_seen": .int(Int64(eventsSeen)),
      "requests": .int(Int64(requests)), "requests_doubled": .int(Int64(retried)),
      "needs": .int(Int64(needs)), "runs": .int(Int64(runs)), "replayed": .int(Int64(replayed)),
      "decided_anew": .int(Int64(decidedAnew)), "catalogs": .int(Int64(catalogs)),
      "dead_letters": .int(Int64(deadLetters)), "audit_entries": .int(Int64(auditEntries)),
      "own_endings": .int(Int64(ownEndings)), "broker_aborts": .int(Int64(brokerAborts)),
      "checks": findings.json,
    ]
  }

  /// Writes it beside the other reports of this checkout.
  func write() throws {
    let folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
      .appendingPathComponent(".rongqiao")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data((json.canonicalText + "\n").utf8).write(
      to: folder.appendingPathComponent("faults.json"), options: .atomic)
  }
}
