import Catalog
import Domain
import Listing
import Postgres
import Store

extension Application {
  /// Most cases that an enterprise may ever open.
  static let maximumListingCases = 50

  /// Opens a case: 201 with `Location` and `ETag`. The enterprise sets out itself, or an operator or a system
  /// for it, and names the sponsor: from then on that institution sees the case and acts in it.
  ///
  /// - Parameter body: `{enterprise_id, board, sponsor, on}`; the sponsor is one of the directory.
  /// - Throws: `.notFound`, `.forbidden`, `.invalid`; `.conflict` `listing_case_exists`,
  ///   `too_many_listing_cases`.
  public func openListingCase(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let now = clock.now()
    return try await answer(idempotency, as: actor) { session in
      let input = try ListingOpening(body, today: now.legalDate)
      let (enterprise, locked) = try await lockForWrite(input.enterprise, by: actor, session)
      let board = try board(input, for: enterprise)
      try await requireSponsor(input.sponsor, session)
      let before = try await ListingCaseRepository.list(
        enterprise: enterprise.id, limit: Self.maximumListingCases, session)
      guard before.count < Self.maximumListingCases else {
        throw ApplicationError.conflict(
          code: "too_many_listing_cases", zh: "该企业的挂牌进程已达上限",
          en: "the enterprise has opened too many cases")
      }
      guard !before.contains(where: { $0.isLive && $0.board == board.code }) else {
        throw ApplicationError.conflict(
          code: "listing_case_exists", zh: "该企业已有该板块的挂牌进程",
          en: "the enterprise is on its way to this board already")
      }
      let record = ListingCaseRecord(
        id: ids.next(), enterprise: enterprise.id, board: board.code, boardVersion: board.version,
        sponsor: input.sponsor, stage: board.initial, channel: board.channels.first?.code ?? "",
        on: input.on, pace: PlanRequest.Pace.typical.rawValue, at: now, by: actor.subject)
      var desk = ListingDesk(self, locked, at: now, by: actor, session)
      try await desk.open(record)
      try await desk.close()
      let file = try ListingFile(record, [], in: reference.listing.boards)
      return StoredAnswer(
        status: 201,
        headers: ["Location": "/v1/listing-cases/\(record.id)", "ETag": Tag.text(record.version)],
        body: ListingView(rules: reference.listing, reader: actor).whole(file, alerts: []))
    }
  }

  /// Only who sponsors listings is named: a bank that judges a loan is no sponsor, whatever consent it has.
  ///
  /// - Throws: `.invalid` `not_a_sponsor`.
  private func requireSponsor(
    _ code: String?, _ session: any PostgresSession
  ) async throws {
    guard let code else { return }
    let entry = try await DirectoryRepository.find(code: code, session)
    guard let entry, entry.status == .listed,
      entry.details.kind == .broker || entry.details.services.contains(.listingSponsorship)
    else {
      throw ApplicationError.invalid([
        Fault(
          "/sponsor", "not_a_sponsor", zh: "不在推荐挂牌机构名录中",
          en: "the directory lists no such institution as one that sponsors listings")
      ])
    }
  }

  private func board(
    _ input: ListingOpening, for enterprise: EnterpriseRecord
  ) throws(ApplicationError) -> Board {
    guard let board = reference.listing.boards.board(input.board, on: input.on) else {
      throw .invalid([
        Fault(
          "/board", "unknown_value", zh: "当日没有该板块的规则", en: "there is no such board on that day")
      ])
    }
    if let place = board.jurisdiction,
      RegionCode(enterprise.region).map({ place.contains($0) }) != true
    {
      throw .invalid([
        Fault(
          "/board", "other_region", zh: "该板块只面向 \(place.text) 的企业",
          en: "the board is for enterprises in \(place.text)")
      ])
    }
    return board
  }

  // MARK: Steps

  /// Takes one step with a case: 200 with `ETag`. Of several at once that the stage admits one of, one is
  /// taken, and the others learn the stage.
  ///
  /// - Parameters:
  ///   - expectedVersion: the version the caller knew (`If-Match`), or nil.
  ///   - body: `{verb, role, on, evidence, reason}`.
  /// - Throws: `.notFound` for one the caller may not see; `.forbidden`; `.invalid`; `.staleVersion`;
  ///   `.conflict` `listing_stage` with the stage it is in, `listing_gate`.
  public func advanceListingCase(
    _ id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try ListingStepInput(body, today: clock.now().legalDate)
      var (desk, file) = try await openListing(id, by: actor, session)
      try requireVersion(expectedVersion, of: file.record)
      try ListingAccess.requireRole(input.request.role, of: actor, in: file, reference.listing)
      file = try await desk.step(file, input.request, by: actor)
      try await desk.close()
      return try await stored(file, to: actor, session)
    }
  }

  /// Sets what the plan of a case is counted back from: 200 with `ETag`.
  ///
  /// - Parameter body: `{target_on, pace, options, rounds}`.
  /// - Throws: `.notFound`; `.invalid`; `.staleVersion`; `.conflict` `listing_stage` when it is over.
  public func setListingTarget(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      var (desk, file) = try await openListing(id, by: actor, session)
      let input = try ListingTarget(body, today: desk.now.legalDate, board: file.board)
      try requireVersion(expectedVersion, of: file.record)
      guard file.record.isLive else {
        throw ApplicationError.conflict(
          code: "listing_stage", zh: "该挂牌进程已终结(\(file.record.stage))",
          en: "the case is over: \(file.record.stage)")
      }
      file = try await desk.aim(file, input)
      try await desk.close()
      return try await stored(file, to: actor, session)
    }
  }

  /// Names the institution that sponsors a case, another one, or none: 200 with `ETag`. To be named is all the
  /// permission a sponsor has, and it ends with the name: who is named no more finds no such case.
  ///
  /// - Parameter body: `{sponsor}`: one of the directory, or null.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.staleVersion`; `.conflict` `listing_stage` for a new one of a
  ///   case that is over.
  public func setListingSponsor(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let sponsor = try ListingOpening.sponsor(body)
      guard ![.liaison, .liaisonManager].contains(actor.role) else {
        throw ApplicationError.forbidden(
          zh: "推荐机构由企业指定", en: "the enterprise names its sponsor")
      }
      var (desk, file) = try await openListing(id, by: actor, session)
      try await requireSponsor(sponsor, session)
      try requireVersion(expectedVersion, of: file.record)
      guard file.record.isLive || sponsor == nil else {
        throw ApplicationError.conflict(
          code: "listing_stage", zh: "该挂牌进程已终结(\(file.record.stage))",
          en: "the case is over: \(file.record.stage)")
      }
      file = try await desk.sponsor(file, sponsor)
      try await audit(
        "listing_case.sponsor", subject: id.text, reason: nil,
        data: ["sponsor": .optional(sponsor)], by: actor, at: desk.now, session)
      try await desk.close()
      return try await stored(file, to: actor, session)
    }
  }

  private func requireVersion(
    _ expected: Int?, of record: ListingCaseRecord
  ) throws(ApplicationError) {
    if let expected, expected != record.version { throw .staleVersion(current: record.version) }
  }

  private func stored(
    _ file: ListingFile, to actor: Actor, _ session: any PostgresSession
  ) async throws -> StoredAnswer {
    let alerts = try await ListingAccountRepository.alerts(of: file.record.id, session)
    return StoredAnswer(
      status: 200, headers: ["ETag": Tag.text(file.record.version)],
      body: ListingView(rules: reference.listing, reader: actor).whole(file, alerts: alerts))
  }

  /// Locks the enterprise of a case, reads the case under the lock, and goes on as the service.
  ///
  /// - Throws: `.notFound` when there is no such case, or the caller may not see it; `.erased`,
  ///   `.forbidden`, `.conflict` `enterprise_frozen` as for other things of the enterprise.
  private func openListing(
    _ id: ListingCaseID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (ListingDesk, ListingFile) {
    let seen = try await ListingCaseRepository.find(id, session)
    try await actAsService(actor, session)
    guard let seen,
      let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
        seen.enterprise, session),
      let record = try await ListingCaseRepository.find(id, session),
      ListingAccess.canSee(record, enterprise.scope, actor)
    else { throw ApplicationError.notFound(what: "listing case") }
    let isInstitution = [.liaison, .liaisonManager].contains(actor.role)
    try AccessRules.requireWrite(enterprise, by: isInstitution ? .system("listing") : actor)
    let steps = try await ListingCaseRepository.steps(of: id, session)
    let file = try ListingFile(record, steps, in: reference.listing.boards)
    return (ListingDesk(self, locked, at: clock.now(), by: actor, session), file)
  }
}

/// Who may see a case, and in which roles of the board somebody acts. What a caller may not see does not
/// exist for it.
enum ListingAccess {
  static func canSee(
    _ record: ListingCaseRecord, _ enterprise: EnterpriseScope, _ actor: Actor
  ) -> Bool {
    switch actor.role {
    case .liaison, .liaisonManager:
      actor.organisation != nil && actor.organisation == record.sponsor
    default: AccessRules.canRead(enterprise, by: actor)
    }
  }

  /// An enterprise acts for itself, a sponsor for itself; who acts for the operator enters what bodies did
  /// that are not here, such as exchanges.
  static func mayAct(
    as role: String, _ actor: Actor, _ rules: ListingRules
  ) -> Bool {
    switch actor.role {
    case .operator, .service: true
    case .enterprise: role == Role.enterprise.rawValue
    case .liaison, .liaisonManager: rules.sponsorRoles.contains(role)
    case .auditor: false
    }
  }

  static func requireRole(
    _ role: String, of actor: Actor, in file: ListingFile, _ rules: ListingRules
  ) throws(ApplicationError) {
    guard mayAct(as: role, actor, rules) else {
      throw .forbidden(zh: "无权以该角色操作", en: "this role is not yours to act in")
    }
    guard file.board.roles.contains(where: { $0.code == role }) else {
      let known = file.board.roles.map(\.code).joined(separator: ", ")
      throw .invalid([
        Fault("/role", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
  }
}
