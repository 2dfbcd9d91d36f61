import Domain
import Postgres
import Store

/// What the tables of pools and advisers must refuse; see `badRows`.
let poolRows = [
  BadRow("pool_member_pool", "UPDATE pool_member SET pool = 'No'"),
  BadRow("pool_member_region", "UPDATE pool_member SET region = '34010'"),
  BadRow("pool_member_origin", "UPDATE pool_member SET origin = 'rumour'"),
  BadRow("pool_member_note", "UPDATE pool_member SET note = ''"),
  BadRow(
    "pool_member_left_after",
    "UPDATE pool_member SET state = 'left', left_for = 'unfit', left_on = entered_on - 1 WHERE enterprise_id IS NOT NULL"
  ),
  BadRow(
    "pool_member_left_for",
    "UPDATE pool_member SET state = 'left', left_for = 'No', left_on = entered_on WHERE enterprise_id IS NOT NULL"
  ),
  BadRow(
    "pool_member_left",
    "UPDATE pool_member SET left_on = entered_on WHERE enterprise_id IS NOT NULL"),
  BadRow(
    "pool_member_rung",
    "UPDATE pool_member SET rung = 'No' WHERE enterprise_id IS NOT NULL"),
  BadRow("pool_member_aim", "UPDATE pool_member SET aim = 'No' WHERE enterprise_id IS NOT NULL"),
  BadRow("pool_member_author", "UPDATE pool_member SET created_by = ''"),
  BadRow(
    "pool_member_one",
    "UPDATE pool_member SET institution = 'huishang' WHERE enterprise_id IS NOT NULL"),
  BadRow(
    "pool_member_judged",
    "UPDATE pool_member SET judged_on = NULL WHERE enterprise_id IS NOT NULL"),
  BadRow(
    "pool_member_judged",
    "UPDATE pool_member SET rung = 'company' WHERE institution IS NOT NULL"),
  BadRow(
    "pool_member_time_order",
    "UPDATE pool_member SET updated_at = created_at - interval '1 s'"),
  BadRow(
    "pool_member_enterprise_id_fkey",
    "UPDATE pool_member SET enterprise_id = gen_random_uuid() WHERE enterprise_id IS NOT NULL"),
  BadRow(
    "pool_member_institution_fkey",
    "UPDATE pool_member SET institution = 'nobody' WHERE institution IS NOT NULL"),
  BadRow("pool_member_is_its_last_step", "UPDATE pool_member SET version = version + 1"),
  BadRow("pool_member_pkey", "INSERT INTO pool_member SELECT * FROM pool_member"),
  BadRow("pool_step_detail", "UPDATE pool_step SET detail = 'No'"),
  BadRow("pool_proposal_kind", "UPDATE pool_proposal SET kind = 'rumour'"),
  BadRow("pool_proposal_target", "UPDATE pool_proposal SET target = 'No'"),
  BadRow("pool_proposal_facts", "UPDATE pool_proposal SET facts_version = 0"),
  BadRow(
    "pool_proposal_state",
    "UPDATE pool_proposal SET state = 'gone', decided_by = 'operator-1' WHERE state = 'open'"),
  BadRow(
    "pool_proposal_reason",
    "UPDATE pool_proposal SET reason = '' WHERE state = 'dismissed'"),
  BadRow(
    "pool_proposal_decider",
    "UPDATE pool_proposal SET state = 'accepted', decided_by = '' WHERE state = 'open'"),
  BadRow(
    "pool_proposal_decided",
    "UPDATE pool_proposal SET state = 'accepted' WHERE state = 'open'"),
  BadRow(
    "pool_proposal_says_why",
    "UPDATE pool_proposal SET reason = 'why' WHERE state = 'open'"),
  BadRow("pool_proposal_version", "UPDATE pool_proposal SET version = 0"),
  BadRow(
    "pool_proposal_time_order",
    "UPDATE pool_proposal SET updated_at = created_at - interval '1 s'"),
  BadRow(
    "pool_proposal_enterprise_id_fkey",
    "UPDATE pool_proposal SET enterprise_id = gen_random_uuid()"),
  BadRow("pool_proposal_pkey", "INSERT INTO pool_proposal SELECT * FROM pool_proposal"),
  BadRow("adviser_kind", "UPDATE adviser SET kind = 'No'"),
  BadRow("adviser_capacity", "UPDATE adviser SET capacity = 10001"),
  BadRow("adviser_version", "UPDATE adviser SET version = 0"),
  BadRow("adviser_author", "UPDATE adviser SET updated_by = ''"),
  BadRow("adviser_room", "UPDATE adviser SET capacity = 0"),
  BadRow("adviser_room", "UPDATE adviser SET live_count = -1"),
  BadRow("adviser_pkey", "INSERT INTO adviser SELECT * FROM adviser"),
  BadRow(
    "adviser_institution_fkey",
    """
    INSERT INTO adviser (institution, kind, capacity, version, updated_at, updated_by)
    VALUES ('nobody', 'broker', 1, 1, now(), 'operator-1')
    """),
  BadRow("adviser_assignment_reason", "UPDATE adviser_assignment SET reason = ''"),
  BadRow("adviser_assignment_says_why", "UPDATE adviser_assignment SET reason = 'why'"),
  BadRow(
    "adviser_assignment_time_order",
    "UPDATE adviser_assignment SET updated_at = created_at - interval '1 s'"),
  BadRow(
    "adviser_assignment_member_id_fkey",
    "UPDATE adviser_assignment SET member_id = gen_random_uuid()"),
  BadRow(
    "adviser_assignment_enterprise_id_fkey",
    "UPDATE adviser_assignment SET enterprise_id = gen_random_uuid()"),
  BadRow(
    "adviser_assignment_case", "UPDATE adviser_assignment SET case_id = gen_random_uuid()"),
  BadRow(
    "adviser_assignment_institution_kind_fkey",
    "UPDATE adviser_assignment SET kind = 'law_firm'"),
  BadRow(
    "adviser_assignment_is_its_last_step",
    "UPDATE adviser_assignment SET version = version + 1"),
  BadRow(
    "adviser_assignment_pkey",
    """
    INSERT INTO adviser_assignment (id, member_id, enterprise_id, kind, institution, state, version, created_at, updated_at)
    SELECT id, member_id, enterprise_id, kind, institution, state, version, created_at, updated_at FROM adviser_assignment
    """),
]

extension Samples {
  /// An enterprise in a pool with an adviser, an institution in another, and proposals.
  func insertPools(of enterprise: EnterpriseID, _ session: PostgresConnection) async throws {
    try await inTransaction(session) {
      var member = PoolMemberRecord(
        id: ids.next(), pool: "reserve", enterprise: enterprise, institution: nil,
        region: "340104", origin: "operator", note: "note", enteredOn: now.legalDate, at: now,
        by: "operator-1")
      try await PoolMemberRepository.insert(
        member,
        PoolStep(
          version: 1, from: nil, state: "member", verb: "enter", detail: nil, actor: "operator-1",
          takenAt: now), session)
      member.aim = "listing"
      member.version = 2
      try await PoolMemberRepository.advance(
        member,
        PoolStep(
          version: 2, from: "member", state: "member", verb: "aim", detail: "listing",
          actor: "operator-1", takenAt: now), session)
      try await PoolMemberRepository.place(
        enterprise, on: "company", in: "340104", factsVersion: 1, day: now.legalDate, session)
      let expert = PoolMemberRecord(
        id: ids.next(), pool: "expert_group", enterprise: nil, institution: "huishang",
        region: "340100", origin: "operator", note: nil, enteredOn: now.legalDate, at: now,
        by: "operator-1")
      try await PoolMemberRepository.insert(
        expert,
        PoolStep(
          version: 1, from: nil, state: "member", verb: "enter", detail: nil, actor: "operator-1",
          takenAt: now), session)
      try await insertProposals(of: enterprise, session)
      try await insertAdviser(of: member, enterprise, session)
    }
  }

  private func insertProposals(
    of enterprise: EnterpriseID, _ session: PostgresConnection
  ) async throws {
    var proposal = PoolProposalRecord(
      id: ids.next(), enterprise: enterprise, kind: .enter, target: "key_reserve",
      factsVersion: 1, at: now)
    try await PoolProposalRepository.insert(proposal, session)
    proposal.state = .dismissed
    proposal.reason = "why"
    proposal.decidedBy = "operator-1"
    proposal.version = 2
    try await PoolProposalRepository.decide(proposal, session)
    try await PoolProposalRepository.insert(
      PoolProposalRecord(
        id: ids.next(), enterprise: enterprise, kind: .rung, target: "above_scale",
        factsVersion: 1, at: now), session)
  }

  private func insertAdviser(
    of member: PoolMemberRecord, _ enterprise: EnterpriseID, _ session: PostgresConnection
  ) async throws {
    try await AdviserRepository.save(
      AdviserRecord(
        institution: "huishang", kind: "broker", capacity: 2, updatedAt: now,
        updatedBy: "operator-1"), session)
    var assignment = AdviserAssignmentRecord(
      id: ids.next(), member: member.id, enterprise: enterprise, kind: "broker",
      institution: "huishang", state: "proposed", at: now)
    try await AdviserAssignmentRepository.insert(
      assignment,
      AdviserStep(
        version: 1, from: nil, state: "proposed", verb: "propose", actor: "operator-1",
        takenAt: now), session)
    assignment.state = "accepted"
    assignment.version = 2
    try await AdviserAssignmentRepository.advance(
      assignment,
      AdviserStep(
        version: 2, from: "proposed", state: "accepted", verb: "accept", actor: "liaison-1",
        takenAt: now), session)
  }
}
