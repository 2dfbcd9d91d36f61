import Catalog
import Domain
import Ingest
import Listing
import Postgres
import Store

extension Application {
  /// States of members, for filters.
  public static let poolMemberStates = ["member", "left"]
  /// Rows of a file read at once, and at most of one file.
  static let poolFileChunk = 500
  static let poolFileMaximum = 100_000

  /// `{"data": […]}`: the pools, what it takes to enter each, and how many are in it.
  ///
  /// - Parameter region: of whom members are counted, for those who oversee; nil for all they see.
  public func pools(region: String?, actor: Actor) async throws -> JSON {
    let day = clock.now().legalDate
    var counts: [String: Int64]?
    if actor.role != .enterprise {
      guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
        return ["data": []]
      }
      counts = try await read(as: actor) {
        try await PoolMemberRepository.counts(regionPrefix: prefix, $0)
      }
    }
    let pools = reference.nurture.book.pools.filter { $0.period.contains(day) }
    let rungs = reference.nurture.book.ladder.rungs
    return [
      "data": .array(
        pools.map { pool in PoolView.json(pool, members: counts.map { $0[pool.code] ?? 0 }) }),
      "rungs": .array(
        rungs.map { rung in
          [
            "code": .string(rung.code), "label": rung.label.json, "citation": rung.citation.json,
          ]
        }),
    ]
  }

  /// One member with its steps.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func poolMember(_ id: PoolMemberID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.pool, as: actor) { session in
      guard let found = try await PoolMemberRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "pool member")
      }
      let view = try await poolMemberView(found, session)
      return (
        Versioned(view, version: found.version), [found.enterprise].compactMap { $0 }
      )
    }
  }

  /// Newest first, within what the caller may see.
  public func poolMembers(
    pool: String?, state: String?, rung: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    guard
      let filter = try await memberFilter(pool, state, rung, region, by: actor)
    else { return Page(items: [], next: nil) }
    return try await readLogged(.pool, as: actor) { session in
      let found = try await PoolMemberRepository.list(
        filter, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (cut.map { PoolView.json($0) }, cut.items.compactMap(\.enterprise))
    }
  }

  private func memberFilter(
    _ pool: String?, _ state: String?, _ rung: String?, _ region: String?, by actor: Actor
  ) async throws -> PoolMemberFilter? {
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else { return nil }
    var filter = PoolMemberFilter(
      pool: pool, state: state, rung: rung, regionPrefix: prefix.isEmpty ? nil : prefix)
    if actor.role == .enterprise {
      let own = try await read(as: actor) { try await ownEnterprise(of: actor, $0)?.id }
      guard let own else { return nil }
      filter.enterprise = own
    }
    return filter
  }

  /// The same with as many members as a file has.
  public func poolMemberFile(
    pool: String?, state: String?, rung: String?, region: String?, actor: Actor
  ) async throws -> [UInt8] {
    try await poolMemberFile(
      pool: pool, state: state, rung: rung, region: region, maximum: Self.poolFileMaximum,
      actor: actor)
  }

  /// Members as a comma-separated file that spreadsheets open: UTF-8 with a byte order mark, cells guarded
  /// against running as formulas. A last line says so when there are more than a file has.
  ///
  /// - Parameter maximum: members in it at most.
  /// - Throws: `.forbidden` for anyone but those who oversee.
  public func poolMemberFile(
    pool: String?, state: String?, rung: String?, region: String?, maximum: Int, actor: Actor
  ) async throws -> [UInt8] {
    try requireOverview(actor)
    let filter = try await memberFilter(pool, state, rung, region, by: actor)
    let columns = PoolColumns(book: reference.nurture.book)
    return try await readLogged(.pool, as: actor) { session in
      var writer = CSVWriter(mark: true)
      writer.append(PoolColumns.names)
      guard let filter else { return (writer.bytes, []) }
      var last: PoolMemberRecord?
      var room = maximum
      var shown: [EnterpriseID] = []
      repeat {
        let found = try await PoolMemberRepository.list(
          filter, after: last?.id.uuid, limit: min(Self.poolFileChunk, room) + 1, session)
        let members = found.prefix(min(Self.poolFileChunk, room))
        let enterprises = try await EnterpriseRepository.find(
          members.compactMap(\.enterprise), session)
        for member in members {
          writer.append(columns.cells(member, member.enterprise.flatMap { enterprises[$0] }))
        }
        shown += enterprises.keys
        room -= members.count
        last = found.count > members.count ? members.last : nil
      } while last != nil && room > 0
      if last != nil { writer.append([PoolColumns.more(than: maximum)]) }
      return (writer.bytes, shown)
    }
  }

  func poolMemberView(
    _ member: PoolMemberRecord, _ session: any PostgresSession
  ) async throws -> JSON {
    var members = PoolView.members(member)
    members["steps"] = .array(
      try await PoolMemberRepository.steps(of: member.id, session).map { step in
        [
          "version": .int(Int64(step.version)), "from": .optional(step.from),
          "state": .string(step.state), "verb": .string(step.verb),
          "detail": .optional(step.detail), "actor": .string(step.actor),
          "at": .string(step.takenAt.text),
        ]
      })
    return .object(members)
  }

  /// Proposals, newest first, within what the caller may see.
  public func poolProposals(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try await enterpriseRows(.pool, region: region, as: actor, letsInstitutions: true) {
      enterprise, regionPrefix, session in
      let found = try await PoolProposalRepository.list(
        state: state, enterprise: enterprise, regionPrefix: regionPrefix, after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (cut.map { PoolView.json($0) }, cut.items.map(\.enterprise))
    }
  }

  /// States of proposals, for filters.
  public static let proposalStates = PoolProposalRecord.State.allCases.map(\.rawValue)
}

/// How pools, members and proposals look.
enum PoolView {
  static func json(_ pool: PoolRules, members: Int64?) -> JSON {
    [
      "code": .string(pool.code), "label": pool.label.json,
      "members": .string(pool.members.rawValue), "after": .optional(pool.after),
      "kinds": .array(pool.kinds.map { .string($0.rawValue) }),
      "criteria": .array(
        pool.gate.criteria.map { criterion in
          [
            "id": .string(criterion.id), "facts": .array(criterion.facts.sorted().map(JSON.string)),
            "citation": criterion.citation.json,
          ]
        }),
      "goals": .array(
        pool.goals.map { goal in
          [
            "jurisdiction": .string(goal.jurisdiction.text), "count": .int(goal.count),
            "by": .string(goal.by.text), "citation": goal.citation.json,
          ]
        }),
      "citation": pool.citation.json, "member_count": .optional(members),
    ]
  }

  static func json(_ member: PoolMemberRecord) -> JSON { .object(members(member)) }

  static func members(_ member: PoolMemberRecord) -> [String: JSON] {
    [
      "id": .string(member.id.text), "pool": .string(member.pool),
      "enterprise_id": .optional(member.enterprise?.text),
      "institution": .optional(member.institution), "region": .string(member.region),
      "state": .string(member.state), "origin": .string(member.origin),
      "note": .optional(member.note), "entered_on": .string(member.enteredOn.text),
      "left_on": .optional(member.leftOn?.text), "left_for": .optional(member.leftFor),
      "rung": .optional(member.rung), "aim": .optional(member.aim),
      "judged_on": .optional(member.judgedOn?.text), "version": .int(Int64(member.version)),
      "created_at": .string(member.createdAt.text), "updated_at": .string(member.updatedAt.text),
    ]
  }

  static func json(_ proposal: PoolProposalRecord) -> JSON {
    [
      "id": .string(proposal.id.text), "enterprise_id": .string(proposal.enterprise.text),
      "kind": .string(proposal.kind.rawValue), "target": .string(proposal.target),
      "facts_version": .int(Int64(proposal.factsVersion)),
      "state": .string(proposal.state.rawValue), "reason": .optional(proposal.reason),
      "decided_by": .optional(proposal.decidedBy), "version": .int(Int64(proposal.version)),
      "created_at": .string(proposal.createdAt.text),
      "updated_at": .string(proposal.updatedAt.text),
    ]
  }
}

/// The columns of a file of members, one row a member; headings and values are for people, in Chinese.
struct PoolColumns {
  let book: PoolBook

  static let names = [
    "成员编号", "库", "企业编号", "企业名称", "统一社会信用代码", "机构代码", "所在区域", "状态", "入库日期", "退出日期",
    "退出原因", "所在阶梯", "培育目标",
  ]

  /// What the last line says when there are more.
  static func more(than count: Int) -> String {
    "仅列出前 \(count) 条，其后未列出；请按库、状态、阶梯或区域分别导出"
  }

  /// - Parameter enterprise: nil for an institution.
  func cells(_ member: PoolMemberRecord, _ enterprise: EnterpriseRecord?) -> [String] {
    func rung(_ code: String?) -> String {
      code.map { book.ladder.rung($0)?.label.zh ?? $0 } ?? ""
    }
    let pool = book.pools.first { $0.code == member.pool }?.label.zh ?? member.pool
    let reason = member.leftFor.map { book.exit($0)?.label.zh ?? $0 } ?? ""
    return [
      member.id.text, pool, member.enterprise?.text ?? "", enterprise?.name ?? "",
      enterprise?.uscc ?? "", member.institution ?? "", enterprise?.region ?? member.region,
      member.state == "member" ? "在库" : "已退出", member.enteredOn.text,
      member.leftOn?.text ?? "", reason, rung(member.rung), rung(member.aim),
    ].map(FormulaGuard.guarded)
  }
}
