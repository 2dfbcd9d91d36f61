import Domain
import Postgres
import Store

/// A question of "what if", as it is noted.
struct WhatIfQuestion: Sendable {
  var actor: Actor
  var draft: Digest

  /// - Parameter draft: the documents that are tried.
  init(_ actor: Actor, draft: JSON) {
    self.actor = actor
    self.draft = Digest(of: draft)
  }

  /// Nil for those who ask for no institution.
  var institution: String? {
    [.liaison, .liaisonManager].contains(actor.role) ? actor.organisation : nil
  }
}

extension Application {
  /// Distinct drafts an institution may try in a legal day: whoever tries very many drafts could
  /// tell single firms from how the figures differ. The same draft again is free.
  public static let whatIfDraftsMaximum: Int64 = 50

  /// Notes a question before it is answered.
  ///
  /// - Throws: `.conflict` `too_many_drafts`.
  func note(_ question: WhatIfQuestion, at now: Instant) async throws {
    try await write { session in
      if let institution = question.institution {
        try await WhatIfQueryRepository.lock(institution: institution, session)
        let others = try await WhatIfQueryRepository.draftCount(
          of: institution, besides: question.draft, since: Instant(startOf: now.legalDate),
          session)
        guard others < Self.whatIfDraftsMaximum else {
          throw ApplicationError.conflict(
            code: "too_many_drafts", zh: "每日最多试算 \(Self.whatIfDraftsMaximum) 份不同草案,请明日再试",
            en: "at most \(Self.whatIfDraftsMaximum) different drafts a day; try again tomorrow")
        }
      }
      try await WhatIfQueryRepository.insert(
        actor: question.actor.subject, institution: question.institution, draft: question.draft,
        at: now, session)
    }
  }
}
