import Domain
import Postgres
import Store

/// What the tables of activities, targets and tasks must refuse; see `badRows`.
let activityRows = [
  BadRow("activity_kind", "UPDATE activity SET kind = 'party'"),
  BadRow("activity_title", "UPDATE activity SET title = ''"),
  BadRow("activity_region", "UPDATE activity SET region = '34010'"),
  BadRow("activity_place", "UPDATE activity SET place = ''"),
  BadRow("activity_capacity", "UPDATE activity SET capacity = 1001"),
  BadRow("activity_state", "UPDATE activity SET state = 'held'"),
  BadRow("activity_cancelled_for", "UPDATE activity SET state = 'cancelled', cancelled_for = ''"),
  BadRow("activity_version", "UPDATE activity SET version = 0"),
  BadRow("activity_author", "UPDATE activity SET created_by = ''"),
  BadRow("activity_seats", "UPDATE activity SET seats_taken = capacity + 1"),
  BadRow("activity_hours", "UPDATE activity SET ends_at = starts_at"),
  BadRow("activity_says_why", "UPDATE activity SET cancelled_for = 'why'"),
  BadRow("activity_time_order", "UPDATE activity SET updated_at = created_at - interval '1 s'"),
  BadRow("activity_pkey", "INSERT INTO activity SELECT * FROM activity"),
  BadRow("activity_guest_state", "UPDATE activity_guest SET state = 'late'"),
  BadRow("activity_guest_region", "UPDATE activity_guest SET region = '34010'"),
  BadRow("activity_guest_version", "UPDATE activity_guest SET version = 0"),
  BadRow(
    "activity_guest_one",
    "UPDATE activity_guest SET institution = 'huishang' WHERE enterprise_id IS NOT NULL"),
  BadRow(
    "activity_guest_agrees",
    "UPDATE activity_guest SET agrees_to_figures = true WHERE institution IS NOT NULL"),
  BadRow(
    "activity_guest_time_order",
    "UPDATE activity_guest SET updated_at = created_at - interval '1 s'"),
  BadRow(
    "activity_guest_activity_id_fkey",
    "UPDATE activity_guest SET activity_id = gen_random_uuid()"),
  BadRow(
    "activity_guest_enterprise_id_fkey",
    "UPDATE activity_guest SET enterprise_id = gen_random_uuid() WHERE enterprise_id IS NOT NULL"),
  BadRow(
    "activity_guest_institution_fkey",
    "UPDATE activity_guest SET institution = 'nobody' WHERE institution IS NOT NULL"),
  BadRow(
    "activity_guest_enterprise_once",
    """
    INSERT INTO activity_guest (id, activity_id, enterprise_id, institution, state, version, created_at, updated_at)
    SELECT gen_random_uuid(), activity_id, enterprise_id, institution, state, version, created_at, updated_at FROM activity_guest WHERE enterprise_id IS NOT NULL
    """),
  BadRow(
    "activity_guest_institution_once",
    """
    INSERT INTO activity_guest (id, activity_id, enterprise_id, institution, state, version, created_at, updated_at)
    SELECT gen_random_uuid(), activity_id, enterprise_id, institution, state, version, created_at, updated_at FROM activity_guest WHERE institution IS NOT NULL
    """),
  BadRow(
    "activity_guest_pkey",
    """
    INSERT INTO activity_guest (id, activity_id, enterprise_id, institution, state, version, created_at, updated_at)
    SELECT id, activity_id, enterprise_id, institution, state, version, created_at, updated_at FROM activity_guest
    """),
  BadRow("activity_outcome_kind", "UPDATE activity_outcome SET kind = 'luck'"),
  BadRow("activity_outcome_amount", "UPDATE activity_outcome SET amount_fen = 0"),
  BadRow("activity_outcome_note", "UPDATE activity_outcome SET note = ''"),
  BadRow("activity_outcome_author", "UPDATE activity_outcome SET recorded_by = ''"),
  BadRow(
    "activity_outcome_guest_id_fkey",
    "UPDATE activity_outcome SET guest_id = gen_random_uuid()"),
  BadRow(
    "activity_outcome_institution_fkey",
    "UPDATE activity_outcome SET institution = 'nobody'"),
  BadRow("activity_outcome_pkey", "INSERT INTO activity_outcome SELECT * FROM activity_outcome"),
  BadRow("listing_target_board", "UPDATE listing_target SET board = 'No'"),
  BadRow("listing_target_year", "UPDATE listing_target SET year = 1999"),
  BadRow("listing_target_region", "UPDATE listing_target SET region = '34010'"),
  BadRow("listing_target_count", "UPDATE listing_target SET count = -1"),
  BadRow("listing_target_source", "UPDATE listing_target SET source = ''"),
  BadRow("listing_target_version", "UPDATE listing_target SET version = 0"),
  BadRow("listing_target_author", "UPDATE listing_target SET updated_by = ''"),
  BadRow("listing_target_pkey", "INSERT INTO listing_target SELECT * FROM listing_target"),
  BadRow("listing_count_board", "UPDATE listing_count SET board = 'No'"),
  BadRow("listing_count_region", "UPDATE listing_count SET region = '34010'"),
  BadRow("listing_count_range", "UPDATE listing_count SET count = 0"),
  BadRow("listing_count_source", "UPDATE listing_count SET source = ''"),
  BadRow("listing_count_author", "UPDATE listing_count SET made_by = ''"),
  BadRow("listing_count_pkey", "INSERT INTO listing_count SELECT * FROM listing_count"),
  BadRow("task_report_plan", "UPDATE task_report SET plan = 'No'"),
  BadRow("task_report_task", "UPDATE task_report SET task = 'No'"),
  BadRow("task_report_target", "UPDATE task_report SET target = 'No'"),
  BadRow("task_report_reached", "UPDATE task_report SET reached = -1"),
  BadRow("task_report_words", "UPDATE task_report SET words = ''"),
  BadRow("task_report_whole", "UPDATE task_report SET reached = NULL"),
  BadRow("task_report_author", "UPDATE task_report SET made_by = ''"),
  BadRow("task_report_pkey", "INSERT INTO task_report SELECT * FROM task_report"),
]

extension Samples {
  /// An activity with an enterprise and an institution, what came of it, a target, listings and a report.
  func insertActivities(of enterprise: EnterpriseID, _ session: PostgresConnection) async throws {
    let activity = ActivityRecord(
      id: ids.next(), kind: .matching, title: "银企对接会", region: "340100", place: "会议室",
      startsAt: now.adding(milliseconds: 86_400_000), endsAt: now.adding(milliseconds: 90_000_000),
      capacity: 2, at: now, by: "operator-1")
    try await ActivityRepository.insert(activity, session)
    var guest = ActivityGuestRecord(
      id: ids.next(), activity: activity.id, enterprise: enterprise, institution: nil, at: now)
    _ = try await ActivityGuestRepository.insert(guest, session)
    guest.state = .attended
    guest.agreesToFigures = true
    guest.version = 2
    try await ActivityGuestRepository.update(guest, session)
    _ = try await ActivityGuestRepository.insert(
      ActivityGuestRecord(
        id: ids.next(), activity: activity.id, enterprise: nil, institution: "huishang", at: now),
      session)
    try await ActivityGuestRepository.insert(
      ActivityOutcomeRecord(
        id: ids.next(), guest: guest.id, kind: .credit, institution: "huishang",
        amountFen: 100, note: "note", recordedAt: now, recordedBy: "operator-1"), session)
    try await ListingTargetRepository.save(
      ListingTargetRecord(
        board: "ah-srdi", year: 2026, region: "340100", count: 30, source: "plan", version: 1,
        updatedAt: now, updatedBy: "operator-1"), session)
    try await ListingTargetRepository.insert(
      ListingCountRecord(
        id: ids.next(), board: "ah-srdi", region: "340100", listedOn: now.legalDate, count: 3,
        source: "board", madeAt: now, madeBy: "operator-1"), session)
    try await TaskReportRepository.insert(
      TaskReportRecord(
        id: ids.next(), plan: "ah-srdi-2018", task: "nurture", target: "recognised", reached: 5,
        words: "words", reportedOn: now.legalDate, madeAt: now, madeBy: "operator-1"), session)
  }
}
