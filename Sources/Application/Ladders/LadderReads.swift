import Domain
import Listing
import Postgres
import Store

extension Application {
  /// The runs of a ladder, newest first.
  public func ladderRuns(
    of code: String, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try requireOverview(actor)
    _ = try ladder(code, on: clock.now().legalDate)
    let found = try await read {
      try await LadderRepository.runs(of: code, after: page.after, limit: page.limit + 1, $0)
    }
    return Page(found, limit: page.limit, id: \.id.uuid).map { LadderView.json($0) }
  }

  /// One run with the lines that the caller may see.
  public func ladderRun(_ id: LadderRunID, actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    let run = try await read { try await LadderRepository.findRun(id, $0) }
    guard let run else { throw ApplicationError.notFound(what: "ladder run") }
    let lines: [LadderLineRecord] = try await readLogged(.pool, as: actor) { session in
      let found = try await LadderRepository.lines(
        of: id, after: nil, limit: Self.ladderLinesMaximum, session)
      return (found, found.map(\.enterprise))
    }
    var members = LadderView.members(run)
    members["lines"] = .array(lines.map(\.result))
    return .object(members)
  }

  /// Lines of one run at most.
  static let ladderLinesMaximum = ladderMembersMaximum + ladderCandidatesMaximum

  /// A run decided once more from what it was decided by, and compared.
  ///
  /// - Throws: `.notFound`; `.forbidden` for anyone but those who oversee the whole country.
  public func replayLadderRun(_ id: LadderRunID, actor: Actor) async throws -> JSON {
    try requireCountryOverview(actor)
    return try await read { session in
      guard let run = try await LadderRepository.findRun(id, session) else {
        throw ApplicationError.notFound(what: "ladder run")
      }
      let lines = try await LadderRepository.lines(
        of: id, after: nil, limit: Self.ladderLinesMaximum, session)
      let enterprises = try await EnterpriseRepository.find(lines.map(\.enterprise), session)
      var members: [String: JSON] = [
        "run_id": .string(id.text), "digest": .string(run.digest.text), "erased": false,
        "equal": .null,
      ]
      // Whose facts were lawfully erased, of that nothing can be decided again.
      guard !enterprises.values.contains(where: { $0.erasedAt != nil }) else {
        members["erased"] = true
        return .object(members)
      }
      let rules = reference.nurture.ladders.first {
        $0.code == run.ladder && $0.version == run.rules
      }
      guard let rules else { throw StoredDataError(what: "rules of ladder run \(id)") }
      let inputs = LadderInputs(
        rows: lines.map { line in
          LadderInputs.Row(
            enterprise: line.enterprise, factsVersion: line.factsVersion, tier: line.tier,
            enteredOn: nil, news: Set(line.news.compactMap { LadderNews(rawValue: $0) }),
            endedBefore: line.endedBefore)
        }, entries: run.entries)
      let again = try await decide(inputs, by: rules, on: run.judgedOn, session)
      members["equal"] = .bool(Self.digest(again.lines) == run.digest)
      return .object(members)
    }
  }

  /// Who is on a ladder, or was, in the order of enterprises, within what the caller may see.
  public func ladderMembers(
    of code: String, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    _ = try ladder(code, on: clock.now().legalDate)
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    // Rows of others are not there for an enterprise.
    return try await readLogged(.pool, as: actor) { session in
      let found = try await LadderRepository.members(
        of: code, isLive: false, regionPrefix: prefix.isEmpty ? nil : prefix, after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.enterprise.uuid)
      return (cut.map(LadderView.json), cut.items.map(\.enterprise))
    }
  }
}

/// How runs and members of ladders look.
enum LadderView {
  static func members(_ run: LadderRunRecord) -> [String: JSON] {
    [
      "id": .string(run.id.text), "ladder": .string(run.ladder), "rules": .string(run.rules),
      "year": .int(Int64(run.year)), "judged_on": .string(run.judgedOn.text),
      "digest": .string(run.digest.text), "quota": run.quota.map(json) ?? .null,
      "created_at": .string(run.createdAt.text),
    ]
  }

  private static func json(_ quota: LadderQuota) -> JSON {
    [
      "members": .int(Int64(quota.members)), "below_scale": .int(Int64(quota.belowScale)),
      "unknown": .int(Int64(quota.unknown)), "below_scale_ppm": .optional(quota.belowScalePPM),
      "least_ppm": .int(quota.leastPPM), "met": quota.isMet.map(JSON.bool) ?? .null,
    ]
  }

  static func json(_ run: LadderRunRecord) -> JSON { .object(members(run)) }

  static func json(_ run: LadderRunRecord, _ lines: [LadderRun.Line]) -> JSON {
    var members = members(run)
    members["lines"] = .array(lines.map(\.json))
    return .object(members)
  }

  static func json(_ member: LadderMemberRecord) -> JSON {
    [
      "ladder": .string(member.ladder), "enterprise_id": .string(member.enterprise.text),
      "tier": .optional(member.tier), "entered_on": .string(member.enteredOn.text),
      "ended_on": .optional(member.endedOn?.text), "ended_for": .optional(member.endedFor),
      "banned_through": .optional(member.bannedThrough?.text),
      "run_id": .string(member.run.text),
    ]
  }
}
