import Hummingbird

/// The way to a board before there is a case: pools, advisers, activities, targets and tasks.
extension RouteTable {
  static let listPools = RouteSpec("listPools", .get, "/v1/pools", query: [.region])
  static let enterPool = RouteSpec(
    "enterPool", .post, "/v1/pools/{pool}/members", body: .json, needsIdempotencyKey: true)
  static let screenForPool = RouteSpec(
    "screenForPool", .post, "/v1/pools/{pool}/screening", body: .json, needsIdempotencyKey: true)
  static let listPoolMembers = RouteSpec(
    "listPoolMembers", .get, "/v1/pool-members",
    query: [.limit, .cursor, .pool, .state, .rung, .region])
  static let getPoolMemberFile = RouteSpec(
    "getPoolMemberFile", .get, "/v1/pool-members.csv", query: [.pool, .state, .rung, .region])
  static let getPoolMember = RouteSpec("getPoolMember", .get, "/v1/pool-members/{id}")
  static let advancePoolMember = RouteSpec(
    "advancePoolMember", .post, "/v1/pool-members/{id}/steps", body: .json,
    needsIdempotencyKey: true)
  static let assignAdviser = RouteSpec(
    "assignAdviser", .post, "/v1/pool-members/{id}/advisers", body: .json,
    needsIdempotencyKey: true)
  static let listPoolProposals = RouteSpec(
    "listPoolProposals", .get, "/v1/pool-proposals", query: [.limit, .cursor, .state, .region])
  static let decideProposal = RouteSpec(
    "decideProposal", .post, "/v1/pool-proposals/{id}/decision", body: .json,
    needsIdempotencyKey: true)
  static let listAdvisers = RouteSpec("listAdvisers", .get, "/v1/advisers", query: [.kind, .after])
  static let setAdviser = RouteSpec(
    "setAdviser", .put, "/v1/advisers/{kind}/{code}", body: .json, needsIdempotencyKey: true,
    precondition: .optional)
  static let dealAdvisers = RouteSpec(
    "dealAdvisers", .post, "/v1/adviser-runs", body: .json, needsIdempotencyKey: true)
  static let listAdviserAssignments = RouteSpec(
    "listAdviserAssignments", .get, "/v1/adviser-assignments",
    query: [.limit, .cursor, .state, .region])
  static let getAdviserAssignment = RouteSpec(
    "getAdviserAssignment", .get, "/v1/adviser-assignments/{id}")
  static let advanceAssignment = RouteSpec(
    "advanceAssignment", .post, "/v1/adviser-assignments/{id}/steps", body: .json,
    needsIdempotencyKey: true)

  static let createActivity = RouteSpec(
    "createActivity", .post, "/v1/activities", body: .json, needsIdempotencyKey: true)
  static let listActivities = RouteSpec(
    "listActivities", .get, "/v1/activities", query: [.limit, .cursor, .kind, .state, .region])
  static let getActivity = RouteSpec("getActivity", .get, "/v1/activities/{id}")
  static let amendActivity = RouteSpec(
    "amendActivity", .patch, "/v1/activities/{id}", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let cancelActivity = RouteSpec(
    "cancelActivity", .post, "/v1/activities/{id}/cancel", body: .json, needsIdempotencyKey: true)
  static let inviteGuests = RouteSpec(
    "inviteGuests", .post, "/v1/activities/{id}/guests", body: .json, needsIdempotencyKey: true)
  static let listActivityGuests = RouteSpec(
    "listActivityGuests", .get, "/v1/activities/{id}/guests", query: [.limit, .cursor])
  static let advanceGuest = RouteSpec(
    "advanceGuest", .post, "/v1/activity-guests/{id}/steps", body: .json,
    needsIdempotencyKey: true)
  static let recordOutcome = RouteSpec(
    "recordOutcome", .post, "/v1/activity-guests/{id}/outcomes", body: .json,
    needsIdempotencyKey: true)
  static let getActivityFigures = RouteSpec(
    "getActivityFigures", .get, "/v1/activity-figures", query: [.year, .region])

  static let setYearlyTarget = RouteSpec(
    "setYearlyTarget", .put, "/v1/listing-targets/{board}/{year}/{region}", body: .json,
    needsIdempotencyKey: true, precondition: .optional)
  static let listListingTargets = RouteSpec(
    "listListingTargets", .get, "/v1/listing-targets", query: [.year, .board, .region, .after])
  static let reportListings = RouteSpec(
    "reportListings", .post, "/v1/listing-counts", body: .json, needsIdempotencyKey: true)
  static let listPolicyTasks = RouteSpec(
    "listPolicyTasks", .get, "/v1/policy-tasks", query: [.on])
  static let reportTask = RouteSpec(
    "reportTask", .post, "/v1/policy-tasks/{plan}/{task}/reports", body: .json,
    needsIdempotencyKey: true)
  static let listTaskReports = RouteSpec(
    "listTaskReports", .get, "/v1/policy-tasks/{plan}/{task}/reports", query: [.limit, .cursor])

  static let runLadder = RouteSpec(
    "runLadder", .post, "/v1/ladders/{ladder}/runs", body: .json, needsIdempotencyKey: true)
  static let listLadderRuns = RouteSpec(
    "listLadderRuns", .get, "/v1/ladders/{ladder}/runs", query: [.limit, .cursor])
  static let listLadderMembers = RouteSpec(
    "listLadderMembers", .get, "/v1/ladders/{ladder}/members", query: [.limit, .cursor, .region])
  static let getLadderRun = RouteSpec("getLadderRun", .get, "/v1/ladder-runs/{id}")
  static let replayLadderRun = RouteSpec(
    "replayLadderRun", .post, "/v1/ladder-runs/{id}/replay")

  static let nurture = [
    listPools, enterPool, screenForPool, listPoolMembers, getPoolMemberFile, getPoolMember,
    advancePoolMember, assignAdviser, listPoolProposals, decideProposal, listAdvisers, setAdviser,
    dealAdvisers, listAdviserAssignments, getAdviserAssignment, advanceAssignment, createActivity,
    listActivities, getActivity, amendActivity, cancelActivity, inviteGuests, listActivityGuests,
    advanceGuest, recordOutcome, getActivityFigures, setYearlyTarget, listListingTargets,
    reportListings, listPolicyTasks, reportTask, listTaskReports, runLadder, listLadderRuns,
    listLadderMembers, getLadderRun, replayLadderRun,
  ]
}
