import Application
import Domain
import HTTPTypes
import Hummingbird
import Testing

@testable import API

@Suite("Access")
struct AccessTests {
  /// A path of the template that names something.
  static func path(_ spec: RouteSpec) -> String {
    let ids = [
      "enterprises": Harness.enterprise, "needs": Harness.need, "runs": Harness.run,
      "reviews": Harness.review, "webhooks": Harness.webhook, "dead-letters": Harness.deadLetter,
      "sweeps": Harness.sweep, "lineage": Harness.need, "products": "hefei-shuirongtong",
      "offers": Harness.offer, "consents": Harness.consent, "clients": Harness.client,
      "allocation-runs": Harness.allocation, "receivables": Harness.receivable,
      "receivable-financings": Harness.financing, "core-enterprises": Harness.enterprise,
      "guarantees": Harness.guarantee,
      "bridge-loans": Harness.bridge, "listing-cases": Harness.listing,
      "award-events": Harness.awardEvent, "claims": Harness.claim,
      "pool-members": Harness.poolMember,
      "pool-proposals": Harness.proposal, "adviser-assignments": Harness.assignment,
      "activities": Harness.activity, "activity-guests": Harness.guest,
      "ladder-runs": Harness.ladderRun,
      "reports": Harness.report, "source-authorisations": Harness.permission,
      "warnings": Harness.warning,
      "statistics": Harness.release, "loan-reports": Harness.loanReport,
    ]
    let kind = spec.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    let noun = kind == "capacities" ? "institution" : "worker"
    return spec.path.replacing("{id}", with: ids[kind] ?? "")
      .replacing("{secret}", with: Harness.clientSecret)
      .replacing("{institution}", with: "huishang")
      .replacing("{level}", with: "city").replacing("{region}", with: "340200")
      .replacing("{year}", with: "2026")
      .replacing("{product}", with: "hefei-shuirongtong")
      .replacing("{kind}", with: noun).replacing("{target}", with: "match")
      .replacing("{pool}", with: "reserve").replacing("{board}", with: "neeq")
      .replacing("{year}", with: "2026").replacing("{region}", with: "340100")
      .replacing("{ladder}", with: "sn-ladder").replacing("{duty}", with: "monthly")
      .replacing("{table}", with: "place")
      .replacing("{plan}", with: "ah-srdi-2018").replacing("{task}", with: "nurture")
      .replacing("{type}", with: "cn.test.v1").replacing("{code}", with: "internal")
      .replacing("{board}", with: "neeq")
  }

  @Test("every registered route has a policy entry, and every entry a route")
  func everyRouteHasAPolicy() async throws {
    let registered = buildRouter(try await Harness().dependencies).routes.map {
      "\($0.method.rawValue) \($0.path.description)"
    }
    #expect(Set(registered) == Set(RoutePolicy.table.keys))
    #expect(registered.count == Set(registered).count)
    #expect(Set(RouteTable.all.map(\.name)) == Set(registered))
  }

  @Test("each role reaches exactly the routes the policy gives it", arguments: Role.allCases)
  func matrix(_ role: Role) async throws {
    let harness = try await Harness()
    let token = try await harness.token(role)
    for spec in RouteTable.all {
      guard case .roles(let allowed) = RoutePolicy.access(to: spec) else { continue }
      var headers = ["Idempotency-Key": "k", "If-Match": "\"1\""]
      if spec.body == .json { headers["Content-Type"] = "application/json" }
      let before = harness.backend.calls.count
      let reply = try await harness.send(
        spec.method, Self.path(spec), token: token, headers: headers,
        body: spec.body == .json ? Array("{}".utf8) : nil)
      if allowed.contains(role) {
        #expect((200..<300).contains(reply.status), "\(role) \(spec.name) \(reply.text)")
        #expect(harness.backend.calls.count == before + 1)
      } else {
        #expect(reply.status == 403, "\(role) \(spec.name)")
        #expect(reply.code == "forbidden")
        #expect(harness.backend.calls.count == before)
      }
    }
  }

  @Test("nothing under /v1 but what is published answers without a token; everything else does")
  func anonymous() async throws {
    let harness = try await Harness()
    for spec in RouteTable.all {
      let reply = try await harness.send(spec.method, Self.path(spec), token: nil)
      if spec.path.hasPrefix("/v1/receivable-confirmations") {
        // The token stands in the body, and there is none.
        #expect(reply.status == 415, "\(spec.name)")
      } else if spec.path.hasPrefix("/v1/statistics/releases"), spec.method == .get {
        // Published for everybody.
        #expect(reply.status == 200, "\(spec.name)")
      } else if spec.path.hasPrefix("/v1/") {
        #expect(reply.status == 401, "\(spec.name)")
      } else if spec.path == "/asyncapi.yaml" {
        // This service was built without one.
        #expect(reply.code == "not_found")
      } else {
        #expect(reply.status == 200, "\(spec.name) \(reply.text)")
      }
    }
    #expect(harness.backend.calls.allSatisfy { $0.name.hasPrefix("release") })
  }

  @Test(
    "a liaison reaches products and what its institution is offered, never an enterprise or need")
  func liaison() {
    for spec in RouteTable.all {
      guard case .roles(let allowed) = RoutePolicy.access(to: spec) else { continue }
      let isEnterprises = ["/v1/enterprises", "/v1/needs", "/v1/runs", "/v1/reviews"].contains {
        spec.path.hasPrefix($0)
      }
      let isOwn =
        [
          "/v1/products", "/v1/facts", "/v1/offer", "/v1/consents/", "/v1/capacities",
          "/v1/receivable-financings", "/v1/guarantors", "/v1/guarantees", "/v1/listing-cases",
          "/v1/boards",
          "/v1/adviser-assignments", "/v1/activity-guests/", "/v1/warning",
        ].contains { spec.path.hasPrefix($0) }
        || ([
          "/v1/directory", "/v1/allocation-runs", "/v1/receivables", "/v1/core-enterprises",
          "/v1/activities",
        ].contains { spec.path.hasPrefix($0) } && spec.method == .get)
      #expect(!(allowed.contains(.liaison) && isEnterprises), "\(spec.name)")
      #expect(!allowed.contains(.liaison) || isOwn, "\(spec.name)")
    }
  }

  @Test("an auditor changes nothing")
  func auditor() {
    for spec in RouteTable.all where spec.needsIdempotencyKey {
      guard case .roles(let allowed) = RoutePolicy.access(to: spec) else {
        Issue.record("an effect for everyone: \(spec.name)")
        continue
      }
      #expect(!allowed.contains(.auditor), "\(spec.name)")
    }
  }

  @Test("every effect asks for an Idempotency-Key; only what changes nothing does not")
  func effectsAskForKeys() {
    let exempt = RouteTable.all.filter { $0.method != .get && !$0.needsIdempotencyKey }
    #expect(
      exempt.map(\.operation) == [
        "replayRun", "diffRun", "replayAllocation", "confirmByToken", "readLetterByToken",
        "replayLadderRun", "dryRunWarnings", "issueToken", "productWhatIf", "policyWhatIf",
      ])
  }
}
