import Catalog
import Decision
import Domain
import Foundation
import Policy
import Testing

@Suite("Golden runs")
struct GoldenTests {
  /// What whoever sees a golden run fail must know.
  private static func advice(_ version: Int64) -> String {
    """
    Runs of engine version \(version) are stored and must replay byte-equal for ever: version \
    \(version) keeps its old meaning. If the new meaning is intended, add a new EngineVersion for \
    it, leave this file as it is, and write new ones.
    """
  }

  @Test("every stored run of every engine version replays byte-equal")
  func replay() throws {
    for (name, file) in try GoldenFile.all() {
      let engine = try file.engine()
      for (index, run) in file.runs.enumerated() {
        let place = "\(name) run \(index)"
        let input = try GoldenFile.input(run, registry: engine.catalog.registry)
        let result = engine.match(input, topLimit: run.topLimit).json
        let plain = engine.plainMatch(input, topLimit: run.topLimit).json
        for (way, result) in [("match", result), ("plain match", plain)] {
          let isEqual = result.canonicalBytes == run.result.canonicalBytes
          #expect(
            isEqual,
            """
            \(place), \(way), differs at \(Self.difference(run.result, result) ?? "/"). \
            \(Self.advice(file.engineVersion))
            """)
        }
        let trace = Digest(of: GoldenFile.trace(engine.decideAll(input))).hexadecimal
        #expect(
          trace == run.traceDigest,
          "the decisions of \(place) differ. \(Self.advice(file.engineVersion))")
      }
    }
  }

  @Test("stored catalogs and policy sets of earlier versions read to the same canonical JSON")
  func documents() throws {
    for (name, file) in try GoldenFile.all() {
      let engine = try file.engine()
      #expect(engine.catalog.json.canonicalBytes == file.catalog.canonicalBytes, "\(name)")
      #expect(engine.policies.json.canonicalBytes == file.policies.canonicalBytes, "\(name)")
    }
  }

  @Test("every engine version has golden runs of all verdicts, with limits, costs and near misses")
  func coverage() throws {
    let files = try GoldenFile.all()
    for version in EngineVersion.allCases {
      let results = files.map(\.file).filter { $0.engineVersion == version.rawValue }
        .flatMap(\.runs).map(\.result)
      func total(_ count: String) -> Int64 {
        results.reduce(0) { $0 + ($1["counts"]?[count]?.intValue ?? 0) }
      }
      for count in ["eligible", "ineligible", "needs_info", "near_misses"] {
        #expect(total(count) >= 20, "version \(version.rawValue) has few \(count)")
      }
      let ranked = results.flatMap { $0["top"]?.arrayValue ?? [] }
      #expect(ranked.contains { $0["limit_fen"]?.intValue != nil })
      #expect(ranked.contains { $0["limit_fen"] == .null })
      #expect(ranked.contains { $0["cost_ppm"]?.intValue != nil })
      #expect(ranked.contains { $0["cost_ppm"] == .null })
    }
  }

  @Test("golden runs notice one fen more")
  func sensitivity() throws {
    let (_, file) = try #require(try GoldenFile.all().first { $0.name.contains("random") })
    var changed = 0
    for run in file.runs {
      var other = run
      let facts = run.needFacts.arrayValue ?? []
      other.needFacts = .array(
        facts.map { fact in
          guard var parts = fact.arrayValue, parts[0] == "need.amount_fen",
            let amount = parts[1].intValue
          else { return fact }
          parts[1] = .int(amount + 1)
          return .array(parts)
        })
      let engine = try file.engine()
      let input = try GoldenFile.input(other, registry: engine.catalog.registry)
      let trace = Digest(of: GoldenFile.trace(engine.decideAll(input))).hexadecimal
      if trace != run.traceDigest { changed += 1 }
    }
    #expect(changed > file.runs.count / 2)
  }

  @Test("a golden file is canonical JSON on one line, as it was written")
  func form() throws {
    for (name, file) in try GoldenFile.all() {
      let bytes = Array(try Data(contentsOf: GoldenFile.folder.appending(path: name)))
      #expect(bytes == file.json.canonicalBytes + [UInt8(ascii: "\n")], "\(name)")
    }
  }

  /// RFC 6901 pointer to the first difference.
  private static func difference(_ left: JSON, _ right: JSON, at pointer: String = "") -> String? {
    switch (left, right) {
    case (.object(let a), .object(let b)):
      for name in Set(a.keys).union(b.keys).sorted() {
        let found = difference(a[name] ?? .null, b[name] ?? .null, at: "\(pointer)/\(name)")
        if let found { return found }
      }
      return nil
    case (.array(let a), .array(let b)) where a.count == b.count:
      for (index, pair) in zip(a, b).enumerated() {
        if let found = difference(pair.0, pair.1, at: "\(pointer)/\(index)") { return found }
      }
      return nil
    default: return left == right ? nil : pointer
    }
  }
}
