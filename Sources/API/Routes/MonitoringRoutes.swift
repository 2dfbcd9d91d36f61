import Application
import Domain

/// Reports of enterprises, the sources they come from, and warnings.
enum MonitoringRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    reports(backend) + sources(backend) + warnings(backend)
  }

  private static func reports(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.submitReport,
        { call in
          .stored(
            try await backend.submitReport(
              of: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listEnterpriseReports,
        { call in
          try await call.list(
            try await backend.reports(
              of: try call.identifier(), source: nil, isInQuarantine: false, page: call.page,
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.reportOffer,
        { call in
          .stored(
            try await backend.reportOffer(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.reportGuarantee,
        { call in
          .stored(
            try await backend.reportGuarantee(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getMonitoring,
        { call in
          PoolRoutes.untagged(
            try await backend.monitoring(of: try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.putReportDuty,
        { call in
          .stored(
            try await backend.putReportDuty(
              try PoolRoutes.name(call, "duty"), of: try call.identifier(),
              expectedVersion: call.expectedVersion, try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listReports,
        { call in
          let state = try call.query.choice(.state, of: [Application.reportInQuarantine])
          return try await call.list(
            try await backend.reports(
              of: nil, source: nil, isInQuarantine: state != nil, page: call.page,
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.reportFile,
        { call in
          .stored(
            try await backend.reportFile(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getReport,
        { call in
          .versioned(try await backend.report(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.listReportRuns,
        { call in
          try await call.list(
            try await backend.reportRuns(
              of: try call.identifier(), page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.decideReport,
        { call in
          .stored(
            try await backend.decideReport(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func sources(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.authoriseSource,
        { call in
          .stored(
            try await backend.authoriseSource(
              of: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listSourceAuthorisations,
        { call in
          try await call.list(
            try await backend.sourceAuthorisations(
              of: try call.identifier(), page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.revokeSource,
        { call in
          .stored(
            try await backend.revokeSource(
              try call.identifier(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listSourceRuns,
        { call in
          try await call.list(
            try await backend.sourceRuns(
              source: try call.query.word(.source), on: try day(call, .on), page: call.page,
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.getSourceQuality,
        { call in
          PoolRoutes.untagged(
            try await backend.sourceQuality(
              on: try day(call, .on), region: try call.query.region(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.listQualityDays,
        { call in
          PoolRoutes.untagged(
            try await backend.qualityDays(
              source: try call.query.word(.source), region: try call.query.region(),
              from: try day(call, .from), to: try day(call, .to), actor: try call.actor()))
        }
      ),
    ]
  }

  private static func day(
    _ call: Call, _ parameter: QueryParameter
  ) throws(Problem) -> LegalDate? {
    try call.query.value(
      parameter, "date", Text("日期格式应为 YYYY-MM-DD", "must be a day as YYYY-MM-DD")
    ) { LegalDate($0) }
  }

  private static func warnings(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listWarnings,
        { call in
          let filter = Application.WarningFilter(
            enterprise: try call.query.identifier(.enterpriseID),
            level: try call.query.choice(.level, of: Application.warningLevels),
            state: try call.query.choice(.state, of: Application.warningStates),
            region: try call.query.region())
          return try await call.list(
            try await backend.warnings(filter, page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getWarning,
        { call in
          .versioned(try await backend.warning(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.advanceWarning,
        { call in
          .stored(
            try await backend.advanceWarning(
              try call.identifier(), expectedVersion: call.expectedVersion, try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.recheckWarning,
        { call in
          .stored(
            try await backend.recheckWarning(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listRechecks,
        { call in
          try await call.list(
            try await backend.rechecks(
              state: try call.query.choice(.state, of: Application.recheckStates),
              region: try call.query.region(), page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.dryRunWarnings,
        { call in
          PoolRoutes.untagged(
            try await backend.dryRunWarnings(
              try call.json(), after: try call.query.identifier(.after),
              limit: Application.dryRunMaximum, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getWarningRules,
        { call in
          PoolRoutes.untagged(try await backend.warningRules(actor: try call.actor()))
        }
      ),
      (
        RouteTable.putWarningRules,
        { call in
          .stored(
            try await backend.putWarningRules(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
    ]
  }
}
