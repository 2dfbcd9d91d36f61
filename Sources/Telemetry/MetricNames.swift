/// Every metric of the service, once.
///
/// Code, `# HELP` lines, the dashboard and the alert rules in `Schemas/operations` are all checked
/// against this list, so that no panel and no alert ever looks at a name that nothing gives.
public enum MetricNames {
  /// Upper bounds for how long something waited, in seconds: 10 ms to an hour.
  static let waitBounds: [Double] = [
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600,
  ]

  /// In the order in which the documentation shows them.
  public static let all: [MetricDefinition] =
    http + workers + queue + decisions + webhooks + pool + process

  static let http = [
    MetricDefinition(
      "http_requests_total", .counter, by: ["method", "route", "status"],
      "HTTP requests by method, route template and status class."),
    MetricDefinition(
      "http_request_duration_seconds", .histogram, by: ["method", "route"],
      "Time to the answer, by method and route template."),
    MetricDefinition(
      "http_requests_in_flight", .gauge, "HTTP requests being answered now."),
    MetricDefinition(
      "rongqiao_rate_limited_total", .counter, by: ["class"],
      "Requests refused because their client made too many, by kind of request."),
  ]

  static let workers = [
    MetricDefinition(
      "rongqiao_worker_records_total", .counter, by: ["worker"], "Records read from Kafka."),
    MetricDefinition(
      "rongqiao_worker_outcomes_total", .counter, by: ["worker", "outcome"],
      "Records by what became of them."),
    MetricDefinition(
      "rongqiao_worker_attempts_total", .counter, by: ["worker", "result"],
      "Attempts to apply a batch or a single event, by result."),
    MetricDefinition(
      "rongqiao_worker_dependency_waits_total", .counter, by: ["worker"],
      "Pauses because a server that is needed was away; they burn no attempt."),
    MetricDefinition(
      "rongqiao_worker_in_flight", .gauge, by: ["worker"], "Records being handled now."),
    MetricDefinition(
      "rongqiao_worker_batch_seconds", .histogram, by: ["worker"], "Time one batch took."),
    MetricDefinition(
      "rongqiao_worker_record_age_seconds", .histogram, by: ["worker"], bounds: waitBounds,
      "Age of an event when it was done with: from its own time to now."),
    MetricDefinition(
      "rongqiao_worker_paused", .gauge, by: ["worker"],
      "1 while an operator has paused the worker, else 0."),
    MetricDefinition(
      "rongqiao_worker_ready", .gauge, by: ["worker"], isPolled: true,
      "1 while the worker does its work, 0 while it starts, waits for a server or stops."),
    MetricDefinition(
      "rongqiao_dead_letters_total", .counter, by: ["worker", "reason"],
      "Records given up and kept as dead letters, by reason."),
  ]

  static let queue = [
    MetricDefinition(
      "rongqiao_consumer_lag", .gauge, by: ["group", "topic", "partition"],
      "Records a group has still to read; NaN while Kafka does not say."),
    MetricDefinition(
      "rongqiao_consumer_oldest_seconds", .gauge, by: ["group"],
      "For how long the oldest unread record of a group is known to lie there; NaN while unknown."),
    MetricDefinition(
      "rongqiao_lag_failures_total", .counter, by: ["group"],
      "Looks at a group's progress that failed."),
    MetricDefinition(
      "rongqiao_relay_published_total", .counter, "Events published and acknowledged."),
    MetricDefinition(
      "rongqiao_relay_failures_total", .counter,
      "Events that Kafka did not acknowledge at one try; they are sent again."),
    MetricDefinition(
      "rongqiao_outbox_refused", .gauge,
      "Keys held back because Kafka refuses a record of theirs again and again."),
    MetricDefinition(
      "rongqiao_outbox_refused_total", .counter,
      "Records whose refusals by Kafka have become an alert."),
    MetricDefinition(
      "rongqiao_sweeper_letters_total", .counter,
      "Dead letters on their way whose record was sent again."),
    MetricDefinition(
      "rongqiao_sweeper_offers_total", .counter,
      "Offers made for needs that waited for institutions or a periodic run."),
    MetricDefinition(
      "rongqiao_sweeper_receivable_steps_total", .counter,
      "Steps that were taken with receivables because nobody answered in time."),
    MetricDefinition(
      "rongqiao_sweeper_receivable_facts_total", .counter,
      "Sellers whose facts the sweeper drew from their receivables."),
    MetricDefinition(
      "rongqiao_sweeper_listings_total", .counter,
      "Enterprises whose listing cases the sweeper looked at."),
    MetricDefinition(
      "rongqiao_sweeper_award_events_total", .counter,
      "Stages of listing cases that the sweeper recorded as award events."),
    MetricDefinition(
      "rongqiao_sweeper_entitlements_total", .counter,
      "Award events that the sweeper looked at to tell enterprises what they may claim."),
    MetricDefinition(
      "rongqiao_sweeper_enterprises_judged_total", .counter,
      "Enterprises that were judged by what is reported of them, because an event was lost, a report missed, or rules changed."
    ),
    MetricDefinition(
      "rongqiao_sweeper_days_scored_total", .counter,
      "Days that are over of which it was scored how good what sources sent is."),
    MetricDefinition(
      "rongqiao_sweeper_needs_recounted_total", .counter,
      "Needs that the sweeper counted anew for the funnel, because an event was lost."),
    MetricDefinition(
      "rongqiao_sweeper_webhooks_total", .counter,
      "Deliveries by webhook that the sweeper queued, because the event was lost before it was read."
    ),
    MetricDefinition(
      "rongqiao_sweeper_escalations_total", .counter,
      "Steps that were taken because an offer was not answered in time."),
    MetricDefinition(
      "rongqiao_sweeper_bridges_released_total", .counter,
      "Bridges whose money nobody took in time and that were let go."),
    MetricDefinition(
      "rongqiao_sweeper_members_judged_total", .counter,
      "Members of pools that were placed on the ladder by their facts."),
    MetricDefinition(
      "rongqiao_sweeper_guarantees_released_total", .counter,
      "Reservations of headroom that were let go, because their time was over or their need taken back."
    ),
    MetricDefinition(
      "rongqiao_outbox_waiting", .gauge, "Events in the outbox, not yet acknowledged by Kafka."),
    MetricDefinition(
      "rongqiao_oldest_event_seconds", .gauge, "Age of the oldest event in the outbox."),
    MetricDefinition(
      "rongqiao_dead_letters", .gauge, by: ["state"], "Dead letters that are not settled, by state."
    ),
    MetricDefinition(
      "rongqiao_held_events", .gauge,
      "Events parked behind a dead letter of the same enterprise."),
    MetricDefinition(
      "rongqiao_sweeper_requests_total", .counter,
      "Needs whose missing run was asked for again."),
    MetricDefinition(
      "rongqiao_sweeper_slice_requests_total", .counter,
      "Slices of sweeps that were asked for again."),
    MetricDefinition(
      "rongqiao_sweeper_rematches_total", .counter,
      "Needs matched again because a product ripened that day."),
  ]

  static let decisions = [
    MetricDefinition(
      "rongqiao_needs_waiting", .gauge, "Needs without a run for their latest version."),
    MetricDefinition(
      "rongqiao_oldest_need_seconds", .gauge, "For how long the oldest of them waits."),
    MetricDefinition(
      "rongqiao_decision_seconds", .histogram, bounds: waitBounds,
      "From a need's acceptance, or its last change, to its stored run."),
    MetricDefinition(
      "rongqiao_deadlines_missed_total", .counter,
      "Needs that were decided later than RONGQIAO_DECISION_TARGET_SECONDS."),
  ]

  static let webhooks = [
    MetricDefinition(
      "rongqiao_webhook_attempts_total", .counter, by: ["answer"],
      "Attempts to send a webhook, by status class or kind of failure."),
    MetricDefinition(
      "rongqiao_webhook_deliveries_total", .counter, by: ["ending"],
      "Deliveries by webhook that ended, by how."),
    MetricDefinition(
      "rongqiao_webhooks_disabled_total", .counter, by: ["why"],
      "Addresses of webhooks that were disabled because of how they answer."),
    MetricDefinition(
      "rongqiao_webhook_waiting", .gauge, "Deliveries by webhook that wait to be sent."),
    MetricDefinition(
      "rongqiao_webhook_oldest_seconds", .gauge,
      "For how long the oldest delivery that is due has waited."),
  ]

  static let pool = [
    MetricDefinition(
      "rongqiao_pool_size", .gauge, isPolled: true,
      "Connections of this process to PostgreSQL, those being opened included."),
    MetricDefinition(
      "rongqiao_pool_in_use", .gauge, isPolled: true, "Connections on loan."),
    MetricDefinition(
      "rongqiao_pool_idle", .gauge, isPolled: true, "Connections ready to be lent."),
    MetricDefinition(
      "rongqiao_pool_waiters", .gauge, isPolled: true, "Callers waiting for a connection."),
    MetricDefinition(
      "rongqiao_pool_waits_total", .counter, isPolled: true,
      "Loans for which the caller had to wait."),
    MetricDefinition(
      "rongqiao_pool_wait_seconds_total", .counter, isPolled: true,
      "Time callers spent waiting for a connection."),
    MetricDefinition(
      "rongqiao_pool_failures_total", .counter, isPolled: true,
      "Callers that got no connection: too many waited, or none came free in time."),
  ]

  static let process = [
    MetricDefinition(
      "rongqiao_process_resident_bytes", .gauge, isPolled: true,
      "Memory of this process that is in use (resident set)."),
    MetricDefinition(
      "rongqiao_build_info", .gauge, by: ["version"], isPolled: true,
      "Always 1; the program's version is in the label."),
    MetricDefinition(
      "telemetry_series_overflow_total", .counter, isPolled: true,
      "Series refused or merged because a name or label grew without end."),
    MetricDefinition(
      "telemetry_kind_conflicts_total", .counter, isPolled: true,
      "Uses of a metric's name for another kind of metric."),
  ]

  /// Label values that are known beforehand, so that a counter stands at zero before it first rises:
  /// Prometheus sees no increase in a series that begins at one.
  static let knownValues: [String: [String]] = [
    "outcome": ["applied", "ignored", "held", "dead_letter", "interrupted"],
    "result": ["ok", "transient", "dependency_down", "poison"],
    "reason": ["event_data", "handler_failed", "unknown_enterprise"],
    "answer": ["2xx", "4xx", "5xx", "address", "name", "connect", "tls", "timeout", "broken"],
    "ending": ["delivered", "failed", "discarded"],
    "why": ["gone", "failures"],
    "class": ["reads", "writes", "heavy", "tokens", "token_failures"],
  ]
}
