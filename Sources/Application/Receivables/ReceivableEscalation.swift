import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Takes the steps with receivables that are due because nobody did anything: somebody is told, the
  /// debtor's days are over, an institution did not answer, or a debtor pays late.
  ///
  /// - Parameter limit: receivables in one call; each is one transaction.
  /// - Returns: how many steps were taken.
  public func escalateReceivables(limit: Int) async throws -> Int {
    let due = try await read {
      try await ReceivableRepository.due(at: clock.now(), limit: limit, $0)
    }
    var taken = 0
    for id in due {
      let isDone = try await leavingOut(false, "receivable \(id)") {
        try await write { try await escalate(id, $0) }
      }
      taken += isDone ? 1 : 0
    }
    return taken
  }

  private func escalate(_ id: ReceivableID, _ session: any PostgresSession) async throws -> Bool {
    let service = Actor.system("escalation")
    var (desk, receivable, _) = try await openReceivable(id, by: service, session)
    // Read again under the lock: somebody may have answered at the last moment.
    guard let stepAt = receivable.stepAt, stepAt <= desk.now,
      let action = desk.rules.action(of: receivable)
    else { return false }
    switch action {
    case .tell(let whom):
      receivable.nextStep += 1
      desk.rules.schedule(&receivable)
      receivable.updatedAt = max(desk.now, receivable.updatedAt)
      try await desk.save(receivable)
      var data: [String: JSON] = [
        "tell": .string(whom), "state": .string(receivable.state),
        "due_at": .string((receivable.dueAt ?? stepAt).text),
      ]
      if let institution = receivable.funding?.institution {
        data["institution"] = .string(institution)
      }
      desk.tell(.receivableReminded, receivable, data)
    case .use("decline"):
      for var financing in try await FinancingRepository.list(of: [id], session)
      where financing.state == .held {
        let step = FinancingStep(
          verb: .decline, input: FinancingInput(reason: .noResponse), subject: service.subject,
          role: ReceivableRole.service)
        try await take(step, &financing, &receivable, &desk)
      }
    case .use(let verb):
      receivable = try await desk.step(
        receivable, verb, by: service.subject, as: ReceivableRole.service)
      if verb == "lapse" { desk.tell(.receivableLapsed, receivable) }
    }
    try await desk.close()
    return true
  }
}
