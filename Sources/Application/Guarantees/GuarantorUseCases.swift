import Arrangement
import Catalog
import Domain
import Postgres
import Store

extension Application {
  /// Guarantors and banks listed at most.
  static let guarantorsMaximum = 1_000

  /// Writes the figures of a guarantor, a re-guarantor or an insurer, which may be new; from them follow
  /// what the law lets it carry: 200 with `ETag`. Figures with which it would carry more than it may
  /// are refused, for nothing of what is promised can be taken back.
  ///
  /// - Throws: `.forbidden` for anyone but operators of the whole country and this service; `.invalid`;
  ///   `.staleVersion`; `.conflict` `headroom_exceeded`.
  public func putGuarantor(
    _ code: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    let rules = reference.guarantees
    return try await answer(idempotency) { session in
      let now = clock.now()
      let input = try GuarantorInput(body, schemes: rules.schemeCodes, today: now.legalDate)
      let before = try await GuarantorRepository.lock(code, session)
      if let expectedVersion, expectedVersion != before?.version ?? 0 {
        throw ApplicationError.staleVersion(current: before?.version ?? 0)
      }
      var guarantor = GuarantorRecord(
        code: code, kind: input.kind, name: input.name, region: input.region.text,
        netAssetsFen: input.netAssetsFen, equityInGuarantorsFen: input.equityInGuarantorsFen,
        isMainlySmall: try await isMainlySmall(input, of: code, on: now.legalDate, session),
        schemes: input.schemes, feePpm: input.feePpm,
        feeBase: input.feeBase.rawValue, controllers: input.controllers, source: input.source,
        asOf: input.asOf,
        limits: GuarantorRecord.Limits(
          leverageFen: 0, singleFen: 0, groupFen: 0, from: now.legalDate),
        carriedFen: before?.carriedFen ?? 0, version: (before?.version ?? 0) + 1, updatedAt: now,
        updatedBy: actor.subject)
      // A day without rules lets nobody carry anything.
      if let limits = guarantor.limits(by: rules.limits, on: now.legalDate) {
        guarantor.limits = limits
      }
      let written = guarantor
      guarantor.version = try await HeadroomRefusal.telling {
        try await GuarantorRepository.save(written, session)
      }
      // Somebody else was first.
      if let expectedVersion, guarantor.version != expectedVersion + 1 {
        throw ApplicationError.staleVersion(current: guarantor.version - 1)
      }
      try await audit(
        "guarantor.set", subject: "guarantor/\(code)", reason: nil,
        data: [
          "version": .int(Int64(guarantor.version)), "net_assets_fen": .int(guarantor.netAssetsFen),
          "leverage_limit_fen": .int(guarantor.limits.leverageFen),
        ], by: actor, at: now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(guarantor.version)],
        body: GuarantorView.json(guarantor, to: actor))
    }
  }

  /// Whether a guarantor mainly serves small firms and farming: the operator says so, and what it has in
  /// force here does not say otherwise. What it guarantees elsewhere is not known here.
  private func isMainlySmall(
    _ input: GuarantorInput, of code: String, on day: LegalDate, _ session: any PostgresSession
  ) async throws -> Bool {
    guard input.isMainlySmall, let limits = reference.guarantees.limits.limits(on: day) else {
      return input.isMainlySmall
    }
    let mix = try await GuaranteeFiguresRepository.mix(
      of: code, small: [ExposureKind.smallLoan, .farmLoan].map(\.rawValue), session)
    guard mix.fen > 0, let small = Fen(mix.smallFen), let all = Fen(mix.fen) else {
      return true
    }
    return limits.isMainlySmall(
      small: small, all: all, smallClients: mix.smallClients, allClients: mix.clients)
  }

  /// `{"data": […], "banks": […]}`: who guarantees, with fees and schemes, and which banks take part. What
  /// one carries is for those who oversee, and for itself.
  public func guarantors(actor: Actor) async throws -> JSON {
    try await read { session in
      let found = try await GuarantorRepository.list(limit: Self.guarantorsMaximum, session)
      let banks = try await GuarantorRepository.banks(limit: Self.guarantorsMaximum, session)
      return [
        "data": .array(found.map { GuarantorView.json($0, to: actor) }),
        "banks": .array(banks.map(GuarantorView.json)),
      ]
    }
  }

  /// One guarantor.
  public func guarantor(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    try await read { session in
      guard let found = try await GuarantorRepository.find(code, session) else {
        throw ApplicationError.notFound(what: "guarantor")
      }
      return Versioned(GuarantorView.json(found, to: actor), version: found.version)
    }
  }

  /// Says in which schemes a bank takes part: 200 with `ETag`.
  ///
  /// - Parameter body: `{schemes}`.
  /// - Throws: `.forbidden`; `.invalid`; `.notFound` for an institution the catalog does not know.
  public func putGuaranteeBank(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    var reader = ObjectReader(body)
    let schemes = GuarantorInput.schemes(&reader, reference.guarantees.schemeCodes)
    let faults = reader.finish()
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      guard let catalog = try await catalogs.latest(session)?.catalog else {
        throw ApplicationError.unavailable(retryAfterSeconds: 30)
      }
      guard catalog.institutions.contains(where: { $0.code == code }) else {
        throw ApplicationError.notFound(what: "institution")
      }
      let now = clock.now()
      var bank = GuaranteeBankRecord(
        institution: code, schemes: schemes, updatedAt: now, updatedBy: actor.subject)
      bank.version = try await GuarantorRepository.save(bank, session)
      try await audit(
        "guarantee_bank.set", subject: "institution/\(code)", reason: nil,
        data: ["schemes": .array(schemes.map(JSON.string))], by: actor, at: now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(bank.version)], body: GuarantorView.json(bank))
    }
  }

  /// Says which related parties (关联方) an enterprise belongs to: 200. What guarantors carry for it counts
  /// for these together from now on.
  ///
  /// - Parameter body: `{group}`; null for none.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `headroom_exceeded` when that is more
  ///   than one of its guarantors may carry for related parties.
  public func putEnterpriseGroup(
    _ id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    guard [.operator, .service].contains(actor.role) else {
      throw ApplicationError.forbidden(zh: "仅限运营角色", en: "for operators")
    }
    var reader = ObjectReader(body)
    let isNamed = reader.value("group") != nil
    let group = reader.string("group", maximumLength: 64)
    if !isNamed { reader.add(ObjectReader.requiredFault("/group")) }
    if let group, group.wholeMatch(of: /[a-z0-9][a-z0-9_-]{0,63}/) == nil {
      reader.add(
        Fault("/group", "pattern", zh: "应由小写字母、数字、_ 或 - 组成", en: "must be a code such as group-1"))
    }
    let faults = reader.finish()
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      guard let seen = try await EnterpriseRepository.find(id, session),
        AccessRules.canRead(seen, by: actor)
      else { throw ApplicationError.notFound(what: "enterprise") }
      try await actAsService(actor, session)
      // In this order everywhere: guarantors, then the enterprise.
      _ = try await GuarantorRepository.lock(of: id, session)
      _ = try await lockForWrite(id, by: actor, session)
      let now = clock.now()
      try await HeadroomRefusal.telling {
        try await GuarantorRepository.setGroup(
          group, of: id, at: now, by: actor.subject, session)
      }
      try await audit(
        "enterprise.group", subject: id.text, reason: nil, data: ["group": .optional(group)],
        by: actor, at: now, session)
      return StoredAnswer(
        status: 200,
        body: ["enterprise_id": .string(id.text), "group": .optional(group)])
    }
  }
}

/// How guarantors look.
enum GuarantorView {
  static func json(_ guarantor: GuarantorRecord, to reader: Actor) -> JSON {
    var members: [String: JSON] = [
      "code": .string(guarantor.code), "kind": .string(guarantor.kind.rawValue),
      "name": .string(guarantor.name), "region": .string(guarantor.region),
      "schemes": .array(guarantor.schemes.map(JSON.string)),
      "fee_ppm": .int(Int64(guarantor.feePpm)), "fee_base": .string(guarantor.feeBase),
      "version": .int(Int64(guarantor.version)),
      "updated_at": .string(guarantor.updatedAt.text),
    ]
    let isOwn = reader.organisation == guarantor.code && reader.role != .enterprise
    if isOwn || [.operator, .service, .auditor].contains(reader.role) {
      members["figures"] = [
        "net_assets_fen": .int(guarantor.netAssetsFen),
        "equity_in_guarantors_fen": .int(guarantor.equityInGuarantorsFen),
        "mainly_small": .bool(guarantor.isMainlySmall),
        "controllers": .array(guarantor.controllers.map(JSON.string)),
        "source": .string(guarantor.source), "as_of": .string(guarantor.asOf.text),
        "leverage_limit_fen": .int(guarantor.limits.leverageFen),
        "single_limit_fen": .int(guarantor.limits.singleFen),
        "group_limit_fen": .int(guarantor.limits.groupFen),
        "limits_from": .string(guarantor.limits.from.text),
        "carried_fen": .int(guarantor.carriedFen),
        "headroom_fen": .int(guarantor.limits.leverageFen - guarantor.carriedFen),
      ]
    }
    return .object(members)
  }

  static func json(_ bank: GuaranteeBankRecord) -> JSON {
    [
      "institution": .string(bank.institution),
      "schemes": .array(bank.schemes.map(JSON.string)), "version": .int(Int64(bank.version)),
      "updated_at": .string(bank.updatedAt.text),
    ]
  }
}
