import Domain
import Postgres
import Store

extension Application {
  /// Names of the states of a dead letter.
  public static let deadLetterStates = DeadLetterState.allCases.map(\.rawValue)

  /// Dead letters, newest first, without headers and payload.
  ///
  /// - Parameters:
  ///   - state: one of `deadLetterStates`; anything else is `.invalid`.
  ///   - reason: a reason's code, such as `event_data`.
  /// - Throws: `.forbidden` for anyone but operators of the whole country, auditors and this
  ///   service.
  public func deadLetters(
    state: String?, reason: String?, consumer: String?, enterprise: EnterpriseID?,
    page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try requireCountryOverview(actor)
    var filter = DeadLetterFilter(reason: reason, consumer: consumer, enterprise: enterprise)
    if let state {
      guard let known = DeadLetterState(rawValue: state) else {
        let names = Self.deadLetterStates.joined(separator: ", ")
        throw ApplicationError.invalid([
          Fault("/state", "unknown_value", zh: "取值应为:\(names)", en: "must be one of: \(names)")
        ])
      }
      filter.state = known
    }
    let found = try await read { [filter] in
      try await DeadLetterRepository.list(
        filter, after: page.after, limit: page.limit + 1, $0)
    }
    return Page(found, limit: page.limit, id: \.id.uuid).map {
      DeadLetterView.json($0, limits: deadLetterLimits)
    }
  }

  /// One dead letter with its headers, its payload where that is JSON, and how many events wait
  /// behind it.
  ///
  /// - Throws: `.notFound`, `.forbidden`.
  public func deadLetter(_ id: DeadLetterID, actor: Actor) async throws -> JSON {
    try requireCountryOverview(actor)
    return try await read { session in
      guard let letter = try await DeadLetterRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "dead letter")
      }
      var held = 0
      if let enterprise = letter.record.enterprise, letter.state.isUnsettled {
        held =
          try await HeldEventRepository.counts(
            [enterprise], consumer: letter.record.consumer, session)[enterprise] ?? 0
      }
      return DeadLetterView.whole(letter, held: held, limits: deadLetterLimits)
    }
  }
}
