import Catalog
import Decision
import Domain
import Foundation
import Policy
import Pricing

/// Stored runs with everything they were decided from: catalog, policies, facts, day and engine
/// version, and the exact bytes that came out.
///
/// One file is one catalog and one policy set with several needs, as RFC 8785 JSON on one line. A
/// file is written once and never changed: it says what an engine version means.
struct GoldenFile {
  /// One need and what was decided on it.
  struct Run {
    /// `FactSheet.json` of the need and of the enterprise.
    var needFacts: JSON
    var enterpriseFacts: JSON
    var clock: Instant
    var topLimit: Int
    /// `MatchResult.json`, as it is stored.
    var result: JSON
    /// SHA-256 of `GoldenFile.trace`.
    var traceDigest: String
  }

  var engineVersion: Int64
  var catalog: JSON
  var policies: JSON
  var runs: [Run]

  /// Beside the tests, so that a file can be written there.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  /// What is wrong with a golden file itself.
  struct Unreadable: Error, CustomStringConvertible {
    var description: String
  }

  /// Every file by its name, in the order of names.
  static func all() throws -> [(name: String, file: GoldenFile)] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted()
    return try names.map { name in
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      return (name, try GoldenFile(JSONParser.parse(bytes), name: name))
    }
  }

  init(engineVersion: Int64, catalog: JSON, policies: JSON, runs: [Run]) {
    self.engineVersion = engineVersion
    self.catalog = catalog
    self.policies = policies
    self.runs = runs
  }

  init(_ json: JSON, name: String) throws {
    guard let version = json["engine_version"]?.intValue, let catalog = json["catalog"],
      let policies = json["policies"], let runs = json["runs"]?.arrayValue
    else { throw Unreadable(description: "\(name): not a golden file") }
    self.init(
      engineVersion: version, catalog: catalog, policies: policies,
      runs: try runs.enumerated().map { index, run in
        guard let need = run["need_facts"], let enterprise = run["enterprise_facts"],
          let clock = run["clock"]?.stringValue.flatMap({ Instant($0) }),
          let topLimit = run["top_limit"]?.intValue, let result = run["result"],
          let trace = run["trace"]?.stringValue
        else { throw Unreadable(description: "\(name): run \(index)") }
        return Run(
          needFacts: need, enterpriseFacts: enterprise, clock: clock, topLimit: Int(topLimit),
          result: result, traceDigest: trace)
      })
  }

  var json: JSON {
    [
      "engine_version": .int(engineVersion), "catalog": catalog, "policies": policies,
      "runs": .array(
        runs.map {
          [
            "need_facts": $0.needFacts, "enterprise_facts": $0.enterpriseFacts,
            "clock": .string($0.clock.text), "top_limit": .int(Int64($0.topLimit)),
            "result": $0.result, "trace": .string($0.traceDigest),
          ]
        }),
    ]
  }

  /// The engine a stored run is decided with again.
  func engine() throws -> Engine {
    guard let version = EngineVersion(rawValue: engineVersion) else {
      throw Unreadable(description: "engine version \(engineVersion) is gone: runs still name it")
    }
    return try Engine(
      catalog: try Catalog(json: catalog), policies: try PolicySet(json: policies),
      version: version)
  }

  static func input(_ run: Run, registry: FactRegistry) throws -> DecisionInput {
    DecisionInput(
      needFacts: try sheet(run.needFacts, registry),
      enterpriseFacts: try sheet(run.enterpriseFacts, registry), clock: run.clock)
  }

  /// As a stored facts version is read: the registry gives each value its type.
  private static func sheet(_ json: JSON, _ registry: FactRegistry) throws -> FactSheet {
    FactSheet(
      try (json.arrayValue ?? []).map { element in
        guard let parts = element.arrayValue, parts.count == 4, let path = parts[0].stringValue,
          let source = parts[2].stringValue,
          let asOf = parts[3].stringValue.flatMap({ LegalDate($0) }),
          case .success(let value) = registry.checkOrNone(path: path, json: parts[1], at: "")
        else { throw Unreadable(description: "fact \(element.canonicalText)") }
        return Fact(path: path, value: value, source: source, asOf: asOf)
      })
  }

  /// What readers of a run are shown beside the stored result, in codes and values: every rule's
  /// result and margin, the limit, the price, what is missing. Not the whole decision: its form may
  /// gain members without a change of meaning.
  static func trace(_ decisions: [Decision]) -> JSON {
    func rule(_ outcome: RuleOutcome) -> JSON {
      [
        .string(outcome.id), .string(outcome.result.rawValue), .optional(outcome.margin),
        .optional(outcome.reason?.rawValue), .array(outcome.children.map(rule)),
        .array(outcome.missing.map(JSON.string)),
      ]
    }
    return .array(
      decisions.map { decision in
        let cost = decision.cost
        return [
          .string(decision.productCode), .string(decision.verdict.rawValue),
          .array(decision.rules.map(rule)), .optional(decision.limit.fen),
          .string(decision.limit.state.rawValue), .optional(decision.coveragePPM),
          .optional(cost?.effectivePPM), .optional(cost?.nominalPPM),
          .optional(cost?.minEffectivePPM), .optional(cost?.rateMaxPPM),
          .optional(cost?.rateMinPPM), .array(decision.missingFacts.map(JSON.string)),
          .optional(decision.nearMissRule),
        ]
      })
  }
}
