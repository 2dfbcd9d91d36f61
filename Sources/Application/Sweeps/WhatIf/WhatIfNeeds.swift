import Catalog
import Decision
import Domain
import Logging
import Postgres
import Store

extension Application {
  /// Most needs one question of "what if" goes through.
  public static let whatIfNeedsMaximum: Int64 = 1_000_000

  /// Goes through needs page by page, each with its latest version and facts, after the question
  /// was noted.
  ///
  /// - Parameters:
  ///   - since: only needs submitted at this instant or later, withdrawn ones too; nil: all open
  ///     ones.
  ///   - regionPrefix: only of enterprises there; "" is everywhere.
  /// - Returns: how many needs were left out because their stored facts cannot be read.
  /// - Throws: `.conflict` `too_many_needs` beyond ``whatIfNeedsMaximum``, and
  ///   `too_many_drafts`; `.unavailable` while too many questions run.
  func forEachNeed(
    _ question: WhatIfQuestion, since: Instant?, regionPrefix: String, registry: FactRegistry,
    at now: Instant,
    progress: @Sendable (_ done: Int64, _ total: Int64) -> Void,
    _ body: (AskedNeed, DecisionInput) throws -> Void
  ) async throws -> Int64 {
    try await sweeps.whatIfGate.pass(institution: question.institution) {
      try await note(question, at: now)
      return try await goThroughNeeds(
        since: since, regionPrefix: regionPrefix, registry: registry, at: now, progress: progress,
        body)
    }
  }

  private func goThroughNeeds(
    since: Instant?, regionPrefix: String, registry: FactRegistry, at now: Instant,
    progress: @Sendable (_ done: Int64, _ total: Int64) -> Void,
    _ body: (AskedNeed, DecisionInput) throws -> Void
  ) async throws -> Int64 {
    let total = try await read {
      try await AskedNeedRepository.count(since: since, regionPrefix: regionPrefix, $0)
    }
    guard total <= Self.whatIfNeedsMaximum else {
      throw ApplicationError.conflict(
        code: "too_many_needs", zh: "融资需求超过 \(Self.whatIfNeedsMaximum) 笔,请缩小地区范围",
        en: "more than \(Self.whatIfNeedsMaximum) needs; ask for a smaller region")
    }
    var after = since.map(AskedNeedRepository.identifier) ?? SweepRepository.beforeAll
    var done: Int64 = 0
    var unreadable: Int64 = 0
    while done < Self.whatIfNeedsMaximum {
      let page = try await read { [after] in
        try await AskedNeedRepository.page(
          since: since, regionPrefix: regionPrefix, after: after, limit: Self.needPage, $0)
      }
      for asked in page {
        try Task.checkCancellation()
        let sheet: FactSheet
        do {
          sheet = try self.sheet(asked.facts, registry)
        } catch ApplicationError.unavailable(let seconds) {
          throw ApplicationError.unavailable(retryAfterSeconds: seconds)
        } catch {
          // One row that cannot be read must not hold back the answer about all others.
          logger.error(
            "stored facts cannot be read",
            metadata: ["need": "\(asked.need.id)", "error": "\(error)"])
          unreadable += 1
          continue
        }
        try body(
          asked,
          DecisionInput(needFacts: asked.need.facts, enterpriseFacts: sheet, clock: now))
      }
      done += Int64(page.count)
      progress(done, max(done, total))
      guard page.count == Self.needPage, let last = page.last else { break }
      after = last.need.id.uuid
    }
    return unreadable
  }

  /// The prefix of the regions whose needs a caller's question covers.
  func whatIfPrefix(_ actor: Actor) -> String {
    actor.role == .operator ? AccessRules.regionPrefix(of: actor) : ""
  }

  /// What every answer says of itself.
  func whatIfFrame(_ pins: EnginePins, at now: Instant) -> [String: JSON] {
    [
      "clock": .string(now.text), "catalog_version": .int(Int64(pins.catalogVersion)),
      "policy_version": .int(Int64(pins.policyVersion)),
      "suppression": [
        "firms_minimum": .int(Int64(Suppression.firmsMinimum)),
        "firms_step": .int(Suppression.firmsStep),
        "amount_significant_digits": .int(Int64(Suppression.significantDigits)),
      ],
    ]
  }
}
