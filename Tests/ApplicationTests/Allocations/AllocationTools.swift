import AllocationBench
import Application
import Domain
import Foundation
import Market
import Postgres
import Store
import TestSupport
import Testing

extension World {
  /// Needs that several institutions fit, all of which wait for a periodic run.
  func waitingCases(
    _ samples: Int = 60, institutions: Int = 2, seed: UInt64 = 41
  ) async throws -> [OfferCase] {
    let cases = try await OfferCase.all(
      self, institutions: institutions, samples: samples, seed: seed)
    for given in cases {
      let answer = try await application.referNeed(
        given.need, ["mode": "periodic"], actor: given.owner)
      #expect(answer.body["offers"] == [])
    }
    try await drain()
    return cases
  }

  /// Begins a run by hand and says its id.
  @discardableResult
  func beginAllocation(_ body: JSON = [:]) async throws -> AllocationID {
    let answer = try await application.requestAllocation(body, actor: Self.system)
    #expect(answer.status == 201)
    return try #require(answer.body["id"]?.stringValue.flatMap { AllocationID($0) })
  }

  /// Makes all offers of the run that goes on.
  @discardableResult
  func finishAllocation(limit: Int = 7) async throws -> Int {
    var made = 0
    while let step = try await application.continueAllocation(limit: limit) { made += step }
    return made
  }

  /// Begins a run and makes its offers.
  @discardableResult
  func allocate(_ body: JSON = [:]) async throws -> AllocationID {
    let id = try await beginAllocation(body)
    try await finishAllocation()
    return id
  }

  func allocation(_ id: AllocationID, actor: Actor = World.system) async throws -> JSON {
    try await application.allocationRun(id, actor: actor)
  }

  /// All lines of a run that an actor gets.
  func digest(
    _ id: AllocationID, institution: String? = nil, actor: Actor = World.system
  ) async throws -> [JSON] {
    var lines: [JSON] = []
    var after: UUID?
    repeat {
      let page = try await application.allocationDigest(
        of: id, institution: institution, page: PageRequest(limit: 100, after: after),
        actor: actor)
      lines += page.items
      after = page.next
    } while after != nil
    return lines
  }

  /// What was stored of a run, allocated once more by the engine.
  func storedPlan(_ id: AllocationID) async throws -> AllocationPlan {
    let bytes = try #require(
      try await store.pool.withConnection { try await AllocationRepository.inputs(of: id, $0) })
    return try AllocationPlan(
      try #require(AllocationInputs(json: try JSONParser.parse(bytes))))
  }

  /// Expects that a run is stable and within its rooms, that the tables hold just what the engine
  /// says, and that each offer that was made exists once with what it takes of its accounts.
  func expectSound(
    _ id: AllocationID, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let plan = try await storedPlan(id)
    #expect(OfferAudit(of: plan.allocation).faults == [], sourceLocation: sourceLocation)
    var expected: Set<String> = []
    for (need, lines) in zip(plan.inputs.needs, plan.lines) {
      for line in lines {
        let product = plan.inputs.products[line.choice.product].code
        expected.insert("\(need.id.uuid.uuidString.lowercased()) \(product) \(line.why.rawValue)")
      }
    }
    let rows = try await query(
      """
      SELECT need_id || ' ' || product_code || ' ' || why FROM allocation_line
      WHERE run_id = \(id.uuid)
      """
    ).map { try $0.decode(0, as: String.self) }
    #expect(Set(rows) == expected && rows.count == expected.count, sourceLocation: sourceLocation)
    let wrong = try await query(
      """
      SELECT count(*) FROM allocation_line l
      LEFT JOIN offer o ON o.id = l.offer_id AND o.need_id = l.need_id
        AND o.institution = l.institution AND o.product_code = l.product_code AND o.mode = 'periodic'
      WHERE l.run_id = \(id.uuid) AND (l.outcome = 'made') <> (o.id IS NOT NULL)
      """)
    #expect(try wrong[0].decode(0, as: Int64.self) == 0, sourceLocation: sourceLocation)
    let doubled = try await query(
      """
      SELECT count(*) FROM (
        SELECT FROM offer GROUP BY need_id, institution HAVING count(*) > 1) AS doubled
      """)
    #expect(try doubled[0].decode(0, as: Int64.self) == 0, sourceLocation: sourceLocation)
    try await expectLedgerHolds()
  }

  /// How often each outcome stands in the lines of a run.
  func outcomes(_ id: AllocationID) async throws -> [String: Int] {
    var outcomes: [String: Int] = [:]
    for line in try await digest(id) {
      if let outcome = line["outcome"]?.stringValue { outcomes[outcome, default: 0] += 1 }
    }
    return outcomes
  }
}

extension JSON {
  func count(_ name: String) -> Int64? { self["counts"]?[name]?.intValue }
}
