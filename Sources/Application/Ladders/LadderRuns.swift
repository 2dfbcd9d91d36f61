import Catalog
import Domain
import Listing
import Postgres
import Store

extension Application {
  /// Members of one ladder at most, for a run looks at all of them, and enterprises recommended to it.
  static let ladderMembersMaximum = 2_000
  static let ladderCandidatesMaximum = 200

  /// The yearly run of a ladder (成长梯队): ranks its members within their tiers, ends who is last and no longer
  /// of its tier, and takes in who is recommended and meets one: 201 with `Location`; a dry run is 200 and
  /// stores nothing.
  ///
  /// - Parameter body: `{candidates, news, dry_run}`.
  /// - Throws: `.notFound` for a ladder there is not today; `.forbidden` for anyone who does not oversee its
  ///   jurisdiction; `.invalid`; `.conflict` `ladder_run_exists` for a second run in a year.
  public func runLadder(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    let day = clock.now().legalDate
    let ladder = try ladder(code, on: day)
    let place = ladder.jurisdiction.map { AccessRules.stripped($0.text) } ?? ""
    guard actor.role != .operator || place.hasPrefix(AccessRules.regionPrefix(of: actor)) else {
      throw ApplicationError.forbidden(
        zh: "由负责该梯队的辖区办理", en: "for who oversees the jurisdiction of the ladder")
    }
    let order = try LadderOrder(body)
    return try await answer(idempotency) { session in
      try await LadderRepository.lock(code, session)
      let runs = try await LadderRepository.runs(of: code, after: nil, limit: 1, session)
      guard order.isDryRun || !runs.contains(where: { $0.year == day.year }) else {
        throw ApplicationError.conflict(
          code: "ladder_run_exists", zh: "该梯队本年度已评定", en: "the ladder had its run of this year")
      }
      let inputs = try await ladderInputs(ladder, order, by: actor, session)
      let decided = try await decide(inputs, by: ladder, on: day, session)
      let lines = decided.lines
      let run = LadderRunRecord(
        id: ids.next(), ladder: code, rules: ladder.version, year: day.year, judgedOn: day,
        entries: inputs.entries, digest: Self.digest(lines), quota: decided.quota,
        createdAt: clock.now(), createdBy: actor.subject)
      let view = LadderView.json(run, lines)
      guard !order.isDryRun else { return StoredAnswer(status: 200, body: view) }
      try await store(run, lines, inputs, session)
      try await audit(
        "ladder.run", subject: "ladder/\(code)", reason: nil,
        data: ["year": .int(Int64(day.year)), "lines": .int(Int64(lines.count))], by: actor,
        at: run.createdAt, session)
      return StoredAnswer(
        status: 201, headers: ["Location": "/v1/ladder-runs/\(run.id)"], body: view)
    }
  }

  func ladder(_ code: String, on day: LegalDate) throws(ApplicationError) -> Ladder {
    let found = reference.nurture.ladders.first { $0.code == code && $0.period.contains(day) }
    guard let found else { throw .notFound(what: "ladder") }
    return found
  }

  /// What a run is decided by. Members whose data are only kept are not in it: they stay as they are.
  ///
  /// - Throws: `.invalid` also for candidates whom the caller may not see, as for those there are not.
  private func ladderInputs(
    _ ladder: Ladder, _ order: LadderOrder, by actor: Actor, _ session: any PostgresSession
  ) async throws -> LadderInputs {
    let members = try await LadderRepository.members(
      of: ladder.code, isLive: true, regionPrefix: nil, after: nil,
      limit: Self.ladderMembersMaximum, session)
    let own = Set(members.map(\.enterprise))
    var faults: [Fault] = []
    let room = Self.ladderMembersMaximum - members.count
    if order.candidates.count > room {
      faults.append(
        Fault(
          "/candidates", "too_many", zh: "该梯队至多还能容纳 \(room) 家",
          en: "the ladder has room for \(room) more", limit: Int64(room)))
    }
    for (index, id) in order.candidates.enumerated() where own.contains(id) {
      faults.append(
        Fault("/candidates/\(index)", "member", zh: "已在梯队中", en: "it is on the ladder already"))
    }
    for (index, news) in order.news.enumerated() where !own.contains(news.enterprise) {
      faults.append(
        Fault(
          "/news/\(index)/enterprise_id", "no_member", zh: "不在梯队中", en: "it is not on the ladder"))
    }
    let all = (members.map(\.enterprise) + order.candidates).sorted()
    _ = try await EnterpriseRepository.lock(all, session)
    let enterprises = try await EnterpriseRepository.find(all, session)
    for (index, id) in order.candidates.enumerated() {
      if let found = enterprises[id], AccessRules.canRead(found, by: actor),
        found.erasedAt == nil, found.frozenAt == nil
      {
        continue
      }
      faults.append(
        Fault("/candidates/\(index)", "unknown_value", zh: "没有该企业", en: "no such enterprise"))
    }
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    let endings = try await LadderRepository.endings(
      of: order.candidates, on: ladder.code, session)
    var news: [EnterpriseID: Set<LadderNews>] = [:]
    for entry in order.news { news[entry.enterprise, default: []].insert(entry.kind) }
    let rows = all.compactMap { id -> LadderInputs.Row? in
      guard let enterprise = enterprises[id], enterprise.erasedAt == nil,
        enterprise.frozenAt == nil
      else { return nil }
      let member = members.first { $0.enterprise == id }
      return LadderInputs.Row(
        enterprise: id, factsVersion: enterprise.factsVersion, tier: member?.tier,
        enteredOn: member?.enteredOn, news: news[id] ?? [], endedBefore: endings[id])
    }
    return LadderInputs(
      rows: rows, entries: try await LadderRepository.entries(of: ladder.code, session))
  }

  /// What a run decides of its inputs.
  func decide(
    _ inputs: LadderInputs, by ladder: Ladder, on day: LegalDate, _ session: any PostgresSession
  ) async throws -> LadderRun {
    let registry = reference.nurture.registry
    let stored = try await FactsRepository.find(
      inputs.rows.map { ($0.enterprise, $0.factsVersion) }, session)
    var facts: [EnterpriseID: KnownFacts] = [:]
    for record in stored {
      facts[record.enterprise] = KnownFacts(
        try sheet(record.sealed, registry), registry: registry, on: day)
    }
    var members: [LadderRun.Member] = []
    var candidates: [LadderRun.Candidate] = []
    for row in inputs.rows {
      guard let known = facts[row.enterprise] else {
        throw StoredDataError(what: "facts of \(row.enterprise)")
      }
      if let tier = row.tier {
        members.append(
          LadderRun.Member(
            name: row.enterprise.text, tier: tier, facts: known, news: row.news))
      } else {
        candidates.append(
          LadderRun.Candidate(
            name: row.enterprise.text, facts: known, endedOn: row.endedBefore))
      }
    }
    return LadderRun(
      members, candidates, by: ladder, entries: inputs.entries, on: day,
      in: reference.nurture.standards)
  }

  static func digest(_ lines: [LadderRun.Line]) -> Digest {
    Digest(of: .array(lines.map(\.json)))
  }

  private func store(
    _ run: LadderRunRecord, _ lines: [LadderRun.Line], _ inputs: LadderInputs,
    _ session: any PostgresSession
  ) async throws {
    let rows = Dictionary(
      inputs.rows.map { ($0.enterprise.text, $0) }, uniquingKeysWith: { first, _ in first })
    var records: [LadderLineRecord] = []
    var members: [LadderMemberRecord] = []
    for line in lines {
      guard let row = rows[line.name] else { continue }
      records.append(
        LadderLineRecord(
          enterprise: row.enterprise, factsVersion: row.factsVersion,
          news: row.news.map(\.rawValue).sorted(), endedBefore: row.endedBefore, tier: row.tier,
          outcome: line.outcome.rawValue, result: line.json))
      guard row.tier != nil || line.outcome == .admit else { continue }
      let isEnd = line.outcome == .end
      members.append(
        LadderMemberRecord(
          ladder: run.ladder, enterprise: row.enterprise, tier: line.next,
          enteredOn: row.enteredOn ?? run.judgedOn, endedOn: isEnd ? run.judgedOn : nil,
          endedFor: line.reason?.rawValue, bannedThrough: line.bannedThrough, run: run.id))
    }
    try await LadderRepository.insert(run, records, session)
    try await LadderRepository.save(members, session)
  }
}

/// What a run is decided by: what is stored of it, too.
struct LadderInputs: Sendable {
  struct Row: Sendable {
    var enterprise: EnterpriseID
    var factsVersion: Int
    /// Nil for one that is recommended.
    var tier: String?
    var enteredOn: LegalDate?
    var news: Set<LadderNews>
    var endedBefore: LegalDate?
  }

  var rows: [Row]
  /// Days on which members were taken in before.
  var entries: [LegalDate]
}

/// The checked body of a run.
private struct LadderOrder {
  struct News {
    var enterprise: EnterpriseID
    var kind: LadderNews
  }

  var candidates: [EnterpriseID]
  var news: [News]
  var isDryRun: Bool

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    var candidates: [EnterpriseID] = []
    let given = body.array("candidates", maximumCount: Application.ladderCandidatesMaximum) ?? []
    for (index, element) in given.enumerated() {
      guard let id = element.stringValue.flatMap({ EnterpriseID($0) }) else {
        body.add(
          Fault(
            "/candidates/\(index)", "identifier", zh: "应为 ent_ 开头的编号",
            en: "must be an identifier that begins with ent_"))
        continue
      }
      if !candidates.contains(id) { candidates.append(id) }
    }
    news = body.list("news", maximumCount: Application.ladderCandidatesMaximum) {
      nested -> News? in
      let enterprise = nested.requiredEnterprise("enterprise_id")
      let kind = nested.requiredChoice("kind", of: LadderNews.self)
      guard let enterprise, let kind else { return nil }
      return News(enterprise: enterprise, kind: kind)
    }
    isDryRun = body.boolean("dry_run") ?? false
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
    self.candidates = candidates
  }
}
