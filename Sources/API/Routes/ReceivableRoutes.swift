import Application
import Domain
import HTTPTypes

/// Receivables, what debtors say of them, and money on them.
enum ReceivableRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    uploads(backend) + reads(backend) + verbs(backend) + tokens(backend) + financings(backend)
  }

  private static func uploads(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.uploadReceivable,
        { call in
          .stored(
            try await backend.uploadReceivable(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.uploadReceivables,
        { call in
          .stored(
            try await backend.uploadReceivables(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.confirmReceivables,
        { call in
          .stored(
            try await backend.confirmReceivables(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.amendReceivable,
        { call in
          .stored(
            try await backend.amendReceivable(
              try call.identifier(), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func reads(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listReceivables,
        { call in
          let page = try await backend.receivables(
            state: try call.query.choice(
              .state, of: Application.receivableStates + ["held"]),
            enterprise: try call.query.identifier(.enterpriseID),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getReceivable,
        { call in
          .versioned(try await backend.receivable(try call.identifier(), actor: try call.actor()))
        }
      ),
      (RouteTable.getConfirmationLetter, { call in try await letter(call, backend) }),
      (
        RouteTable.getLateInterest,
        { call in
          let until = try call.query.value(
            .until, "date", Text("日期格式应为 YYYY-MM-DD", "must be a day as YYYY-MM-DD")
          ) { LegalDate($0) }
          return .json(
            try await backend.lateInterest(
              of: try call.identifier(), until: until, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getReceivableEvidence,
        { call in
          // Each says when it was made.
          var answer = Answer.json(
            try await backend.receivableEvidence(
              of: try call.identifier(), actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
    ]
  }

  /// JSON, or a page where `Accept` asks for one.
  private static func letter(_ call: Call, _ backend: any Backend) async throws -> Answer {
    let letter = try await backend.confirmationLetter(
      of: try call.identifier(), actor: try call.actor())
    var answer: Answer = call.prefersHTML ? .page(try letter.page()) : .json(letter.json)
    answer.headers.append((.vary, "Accept"))
    answer.entityTag = EntityTag(version: nil, content: answer.bytes)
    return answer
  }

  private static func verbs(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.withdrawReceivable,
        { call in
          .stored(
            try await backend.withdrawReceivable(
              try call.identifier(), expectedVersion: try call.version(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.reviewReceivable,
        { call in
          .stored(
            try await backend.reviewReceivable(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.requestConfirmation,
        { call in
          .stored(
            try await backend.requestConfirmation(
              of: try call.identifier(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.createConfirmationToken,
        { call in
          .stored(
            try await backend.createConfirmationToken(
              of: try call.identifier(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.confirmReceivable,
        { call in
          .stored(
            try await backend.confirmReceivable(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.disputeReceivable,
        { call in
          .stored(
            try await backend.disputeReceivable(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  /// For whoever has a token, which stands in the body and in no address.
  private static func tokens(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.confirmByToken,
        { call in
          var answer = Answer.json(try await backend.confirm(byToken: try call.json()))
          answer.entityTag = nil
          return answer
        }
      ),
      (
        RouteTable.readLetterByToken,
        { call in
          var answer = Answer.json(
            try await backend.confirmationLetter(byToken: try call.json()))
          answer.entityTag = nil
          return answer
        }
      ),
    ]
  }

  private static func financings(_ backend: any Backend) -> [Route] {
    let table: [(RouteSpec, FinancingVerb)] = [
      (RouteTable.notifyFinancing, .notify), (RouteTable.registerFinancing, .register),
      (RouteTable.fundFinancing, .fund), (RouteTable.collectFinancing, .collect),
      (RouteTable.releaseFinancing, .release), (RouteTable.declineFinancing, .decline),
    ]
    let steps: [Route] = table.map { spec, verb in
      (
        spec,
        { call in
          .stored(
            try await backend.advanceFinancing(
              try call.identifier(), verb, expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      )
    }
    let others: [Route] = [
      (
        RouteTable.offerReceivable,
        { call in
          .stored(
            try await backend.offerReceivable(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listFinancings,
        { call in
          let page = try await backend.financings(
            state: try call.query.choice(.state, of: Application.financingStates),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getFinancing,
        { call in
          .versioned(try await backend.financing(try call.identifier(), actor: try call.actor()))
        }
      ),
    ]
    return others + steps
  }
}
