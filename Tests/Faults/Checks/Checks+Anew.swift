import Application
import Domain
import Foundation
import Postgres
import TestSupport

/// What was made bit by bit, made anew: it must come out the same.
extension Checks {
  /// - Parameter ledger: what webhooks brought.
  func anew(_ ledger: Ledger) async throws -> Findings {
    var findings = Findings()
    findings.add("listings_different", .broken, try await listings())
    findings.add("judgements_different", .broken, try await judgements())
    findings.add("figures_different", .broken, try await figures())
    findings.add(try await webhooks(ledger.webhooks))
    return findings
  }

  /// Steps of each listing case, taken again, lead to where its row says it is.
  private func listings() async throws -> [String] {
    let rows = try await pool.withConnection {
      try await $0.query("SELECT id FROM listing_case ORDER BY id")
    }
    var wrong: [String] = []
    for row in rows {
      let id = ListingCaseID(try row.decode(0, as: UUID.self))
      do {
        _ = try await application.listingCase(id, actor: Self.actor)
      } catch ApplicationError.unavailable {
        throw StoryError("the database went away while listing cases were checked")
      } catch {
        wrong.append("\(id.text): \(error)")
      }
    }
    return wrong
  }

  private func texts(_ statement: Statement) async throws -> Set<String> {
    Set(
      try await pool.withConnection { try await $0.query(statement) }.map {
        try $0.decode(0, as: String.self)
      })
  }

  /// Judged once more by the same reports, an enterprise has the same warnings.
  private func judgements() async throws -> [String] {
    let standing: Statement = """
      SELECT concat_ws(' ', enterprise_id, rule, level, begun_on, since_on, id) FROM warning
      WHERE state <> 'closed'
      """
    let before = try await texts(standing)
    _ = try await pool.withConnection {
      try await $0.execute(
        """
        UPDATE monitoring_account a SET due_at = (
          SELECT min(r.received_at) FROM report r WHERE r.enterprise_id = a.enterprise_id)
        """)
    }
    while try await application.judgeDue(limit: 100) > 0 {}
    return before.symmetricDifference(try await texts(standing)).sorted()
  }

  /// Everything that is counted of the funnel, counted from the beginning.
  private func figures() async throws -> [String] {
    let counted: Statement = """
      SELECT c::text FROM funnel_cell c WHERE submitted > 0
      UNION ALL SELECT d::text FROM funnel_days d WHERE cases > 0
      UNION ALL SELECT o::text FROM offer_case o
      """
    let before = try await texts(counted)
    _ = try await application.rebuildFunnel()
    return before.symmetricDifference(try await texts(counted)).sorted()
  }

  /// What was sent came to its receiver, and nothing else did.
  private func webhooks(_ received: Set<String>) async throws -> Findings {
    let sent = try await texts("SELECT 'evt_' || event_id FROM webhook_delivery")
    let delivered = try await texts(
      "SELECT 'evt_' || event_id FROM webhook_delivery WHERE state = 'delivered'")
    var findings = Findings()
    findings.add("webhooks_not_received", .lost, delivered.subtracting(received).sorted())
    findings.add("webhooks_nobody_sent", .duplicated, received.subtracting(sent).sorted())
    return findings
  }
}
