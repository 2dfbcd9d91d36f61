import Application

/// Who may call which route at all. What a caller may see of it, row by row, is the use case's matter.
///
/// A route without an entry is refused, so that a new route is closed until somebody decides.
public enum RoutePolicy {
  /// Who may call a route.
  public enum Access: Sendable, Hashable {
    /// No token needed.
    case everyone
    /// A verified token with one of these roles.
    case roles(Set<Role>)
  }

  /// Enterprises for themselves; operators and the operator's systems on their behalf.
  static let writers: Set<Role> = [.enterprise, .operator, .service]
  /// Those who write, and the auditor. Liaisons see enterprises only through consent.
  static let readers: Set<Role> = [.enterprise, .operator, .service, .auditor]
  /// Those who act for the operator: its persons and its systems.
  static let deciders: Set<Role> = [.operator, .service]
  /// Those who look at figures over all needs.
  static let overseers: Set<Role> = [.operator, .service, .auditor]
  /// Those who try a draft of a product: its institution, and the operator.
  static let offerers: Set<Role> = [.liaison, .liaisonManager, .operator, .service]
  /// Those who answer for an institution.
  static let institutions: Set<Role> = [.liaison, .liaisonManager]
  /// Those who keep the directory; an institution its own contacts.
  static let keepers: Set<Role> = [.liaisonManager, .operator, .service]
  /// Those whose events are sent to addresses of theirs, and the operator.
  static let subscribers: Set<Role> = [.enterprise, .liaisonManager, .operator, .service]
  /// Those who answer for the systems of an institution.
  static let clientKeepers: Set<Role> = [.liaisonManager, .operator, .service]
  /// Those who let go of money on a receivable that has not gone out.
  static let funders = institutions.union([.enterprise, .service])
  static let anyRole = Set(Role.allCases)

  /// Route name (`RouteSpec.name`) → who may.
  public static let table: [String: Access] = [
    "POST /v1/enterprises": .roles(writers),
    "GET /v1/enterprises": .roles(readers),
    "GET /v1/enterprises/{id}": .roles(readers),
    "PATCH /v1/enterprises/{id}": .roles(writers),
    "GET /v1/enterprises/{id}/facts": .roles(readers),
    "PUT /v1/enterprises/{id}/facts": .roles(writers),
    "PATCH /v1/enterprises/{id}/facts": .roles(writers),
    "POST /v1/enterprises/{id}/erasure": .roles(writers),
    "GET /v1/enterprises/{id}/erasure": .roles(readers),
    "GET /v1/erasures": .roles(overseers),
    "POST /v1/needs": .roles(writers),
    "GET /v1/needs": .roles(readers),
    "GET /v1/needs/{id}": .roles(readers),
    "PATCH /v1/needs/{id}": .roles(writers),
    "POST /v1/needs/{id}/withdraw": .roles(writers),
    "GET /v1/needs/{id}/runs": .roles(readers),
    "GET /v1/needs/{id}/questions": .roles(readers),
    "GET /v1/needs/{id}/flips": .roles(readers),
    "GET /v1/runs/{id}": .roles(readers),
    "GET /v1/runs/{id}/decisions": .roles(readers),
    "GET /v1/runs/{id}/decisions/{product}": .roles(readers),
    "POST /v1/runs/{id}/replay": .roles(readers),
    "POST /v1/runs/{id}/diff": .roles(readers),
    "GET /v1/lineage/{id}": .roles(readers),
    "GET /v1/runs/{id}/decisions/{product}/repairs": .roles(readers),
    "GET /v1/runs/{id}/decisions/{product}/cost-sheet": .roles(readers),
    "GET /v1/runs/{id}/notice": .roles(readers),
    "GET /v1/runs/{id}/result": .roles(readers),
    "GET /v1/runs/{id}/receipt": .roles(readers),
    "POST /v1/runs/{id}/decisions/{product}/reviews": .roles(writers),
    "GET /v1/reviews": .roles(readers),
    "GET /v1/reviews/{id}": .roles(readers),
    "POST /v1/reviews/{id}/assign": .roles(deciders),
    "POST /v1/reviews/{id}/resolve": .roles([.operator]),
    "POST /v1/reviews/{id}/withdraw": .roles(writers),
    "POST /v1/needs/{id}/referral": .roles(writers),
    "GET /v1/needs/{id}/referral": .roles(readers),
    "POST /v1/needs/{id}/referral/end": .roles(writers),
    "GET /v1/offers": .roles(anyRole),
    "GET /v1/offers/{id}": .roles(anyRole),
    "GET /v1/offers/{id}/enterprise": .roles(institutions),
    "POST /v1/offers/{id}/claim": .roles(institutions),
    "POST /v1/offers/{id}/contact": .roles(institutions),
    "POST /v1/offers/{id}/grant": .roles(institutions),
    "POST /v1/offers/{id}/draw": .roles(institutions),
    "POST /v1/offers/{id}/decline": .roles(institutions),
    "POST /v1/offers/{id}/withdraw": .roles([.enterprise, .service]),
    "POST /v1/offers/{id}/reassign": .roles(deciders),
    "POST /v1/offers/{id}/pauses": .roles([.liaisonManager, .operator, .service]),
    "GET /v1/offer-statistics": .roles(institutions.union(overseers)),
    "GET /v1/capacities": .roles(institutions.union(overseers)),
    "PUT /v1/capacities/{kind}/{code}": .roles([.liaisonManager, .operator, .service]),
    "POST /v1/consents": .roles([.enterprise, .service]),
    "GET /v1/consents/{id}": .roles(anyRole),
    "POST /v1/consents/{id}/revoke": .roles(writers),
    "GET /v1/enterprises/{id}/consents": .roles(readers),
    "GET /v1/enterprises/{id}/access-log": .roles(readers),
    "POST /v1/allocation-runs": .roles(deciders),
    "GET /v1/allocation-runs": .roles(anyRole),
    "GET /v1/allocation-runs/{id}": .roles(anyRole),
    "GET /v1/allocation-runs/{id}/fairness": .roles(institutions.union(overseers)),
    "GET /v1/allocation-runs/{id}/digest": .roles(anyRole),
    "GET /v1/allocation-runs/{id}/list.csv": .roles(institutions.union(overseers)),
    "POST /v1/allocation-runs/{id}/replay": .roles(overseers),
    "POST /v1/receivables": .roles(writers),
    "GET /v1/receivables": .roles(anyRole),
    "POST /v1/receivables/batch": .roles(writers),
    "POST /v1/receivables/confirmations": .roles([.enterprise]),
    "GET /v1/receivables/{id}": .roles(anyRole),
    "PUT /v1/receivables/{id}": .roles([.enterprise, .service]),
    "POST /v1/receivables/{id}/withdraw": .roles(writers),
    "POST /v1/receivables/{id}/review": .roles([.operator]),
    "POST /v1/receivables/{id}/confirmation-request": .roles(writers),
    "POST /v1/receivables/{id}/confirmation-token": .roles(writers),
    "GET /v1/receivables/{id}/confirmation-letter": .roles(readers),
    "POST /v1/receivables/{id}/confirm": .roles([.enterprise]),
    "POST /v1/receivables/{id}/dispute": .roles([.enterprise]),
    "GET /v1/receivables/{id}/late-interest": .roles(anyRole),
    "GET /v1/receivables/{id}/evidence": .roles(readers),
    "POST /v1/receivables/{id}/financings": .roles([.enterprise, .service]),
    // By the token that the debtor was given.
    "POST /v1/receivable-confirmations": .everyone,
    "POST /v1/receivable-confirmations/letter": .everyone,
    "GET /v1/receivable-financings": .roles(anyRole),
    "GET /v1/receivable-financings/{id}": .roles(anyRole),
    "POST /v1/receivable-financings/{id}/notify": .roles(institutions),
    "POST /v1/receivable-financings/{id}/register": .roles(institutions),
    "POST /v1/receivable-financings/{id}/fund": .roles(institutions),
    "POST /v1/receivable-financings/{id}/collect": .roles(institutions),
    "POST /v1/receivable-financings/{id}/release": .roles(institutions),
    "POST /v1/receivable-financings/{id}/decline": .roles(funders),
    "POST /v1/enterprises/{id}/payables": .roles([.enterprise, .service]),
    "GET /v1/enterprises/{id}/borrowing-base": .roles(readers),
    "GET /v1/enterprises/{id}/ageing": .roles(readers),
    "GET /v1/core-enterprises": .roles(overseers),
    "GET /v1/core-enterprises/{id}": .roles(readers),
    "PUT /v1/core-enterprises/{id}": .roles(deciders),
    "GET /v1/core-enterprises/{id}/credit-lines": .roles(anyRole),
    "PUT /v1/core-enterprises/{id}/credit-lines/{institution}": .roles(keepers),
    "POST /v1/core-enterprises/{id}/invitations": .roles(writers),
    "GET /v1/supplier-invitations": .roles(readers),
    "PUT /v1/guarantors/{code}": .roles(deciders),
    "GET /v1/guarantors": .roles(anyRole),
    "GET /v1/guarantors/{code}": .roles(anyRole),
    "GET /v1/guarantors/{code}/report": .roles(institutions.union(overseers)),
    "PUT /v1/guarantee-banks/{code}": .roles(deciders),
    "PUT /v1/enterprises/{id}/group": .roles(deciders),
    "GET /v1/needs/{id}/bundles": .roles(readers),
    "POST /v1/needs/{id}/guarantees": .roles(writers),
    "GET /v1/guarantees": .roles(anyRole),
    "GET /v1/guarantees/{id}": .roles(anyRole),
    "POST /v1/guarantees/{id}/steps": .roles(institutions.union(writers)),
    "PUT /v1/funds/{code}": .roles(deciders),
    "GET /v1/funds": .roles(overseers),
    "GET /v1/funds/{code}": .roles(overseers),
    "POST /v1/funds/{code}/endow": .roles(deciders),
    "POST /v1/funds/{code}/payments": .roles(deciders),
    "GET /v1/funds/{code}/entries": .roles(overseers),
    "POST /v1/bridge-loans": .roles(deciders),
    "GET /v1/bridge-loans": .roles(readers),
    "GET /v1/bridge-loans/{id}": .roles(readers),
    "POST /v1/bridge-loans/{id}/steps": .roles(deciders),
    "GET /v1/renewals": .roles(readers),
    "POST /v1/webhooks": .roles(subscribers),
    "GET /v1/webhooks": .roles(subscribers.union([.auditor])),
    "GET /v1/webhooks/{id}": .roles(subscribers.union([.auditor])),
    "PATCH /v1/webhooks/{id}": .roles(subscribers),
    "DELETE /v1/webhooks/{id}": .roles(subscribers),
    "POST /v1/webhooks/{id}/rotate": .roles(subscribers),
    "POST /v1/webhooks/{id}/test": .roles(subscribers),
    "GET /v1/webhooks/{id}/deliveries": .roles(subscribers.union([.auditor])),
    "POST /v1/webhooks/{id}/replay": .roles(subscribers),
    // By the client's own id and secret.
    "POST /v1/oauth/token": .everyone,
    "POST /v1/clients": .roles(clientKeepers),
    "GET /v1/clients": .roles(clientKeepers.union([.auditor])),
    "GET /v1/clients/{id}": .roles(clientKeepers.union([.auditor])),
    "PATCH /v1/clients/{id}": .roles(clientKeepers),
    "POST /v1/clients/{id}/disable": .roles(clientKeepers),
    "POST /v1/clients/{id}/enable": .roles(clientKeepers),
    "POST /v1/clients/{id}/secrets": .roles(clientKeepers),
    "DELETE /v1/clients/{id}/secrets/{secret}": .roles(clientKeepers),
    "GET /v1/products": .roles(anyRole),
    "GET /v1/products/{id}": .roles(anyRole),
    "GET /v1/facts": .roles(anyRole),
    "POST /v1/directory": .roles(deciders),
    "GET /v1/directory": .roles(anyRole),
    "GET /v1/directory.csv": .roles(anyRole),
    "GET /v1/directory/{code}": .roles(anyRole),
    "PATCH /v1/directory/{code}": .roles(keepers),
    "POST /v1/directory/{code}/unlist": .roles(deciders),
    "POST /v1/directory/{code}/relist": .roles(deciders),
    "POST /v1/products/{id}/what-if": .roles(offerers),
    "POST /v1/policy/what-if": .roles(deciders),
    "GET /v1/sweeps": .roles(overseers),
    "GET /v1/sweeps/{id}": .roles(overseers),
    "GET /v1/sweeps/{id}/flips": .roles(overseers),
    "GET /v1/pauses": .roles(overseers),
    "PUT /v1/pauses/{kind}/{target}": .roles(deciders),
    "DELETE /v1/pauses/{kind}/{target}": .roles(deciders),
    "GET /v1/audit": .roles(overseers),
    "GET /v1/dead-letters": .roles(overseers),
    "GET /v1/dead-letters/{id}": .roles(overseers),
    "POST /v1/dead-letters/redrive": .roles(deciders),
    "POST /v1/dead-letters/skip": .roles(deciders),
    "POST /v1/dead-letters/{id}/redrive": .roles(deciders),
    "POST /v1/dead-letters/{id}/skip": .roles(deciders),
    "GET /livez": .everyone,
    "GET /readyz": .everyone,
    "GET /metrics": .everyone,
    "GET /openapi.yaml": .everyone,
    "GET /openapi.json": .everyone,
    "GET /asyncapi.yaml": .everyone,
    "GET /schemas/events/{type}.json": .everyone,
    "GET /.well-known/jwks.json": .everyone,
    "GET /.well-known/rongqiao-receipt-keys.json": .everyone,
    "GET /problems/{code}": .everyone,
  ]

  /// Nil for a route nobody has decided about.
  static func access(to spec: RouteSpec) -> Access? { table[spec.name] }
}
