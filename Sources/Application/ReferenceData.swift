import Domain
import Schemas
import Workflow

/// The code lists and calendars every use case checks against.
public struct ReferenceData: Sendable {
  public let regions: RegionTable
  public let industries: IndustryTable
  public let sizes: SizeThresholds
  public let calendar: WorkingCalendar
  public let offers: OfferRules
  public let allocation: AllocationRules
  public let retention: RetentionTable
  public let receivables: ReceivableRules
  public let guarantees: GuaranteeRules
  public let entitlements: EntitlementRules
  public let listing: ListingRules
  public let nurture: NurtureRules
  public let monitoring: MonitoringRules
  public let statistics: StatisticsRules

  public init(
    regions: RegionTable, industries: IndustryTable, sizes: SizeThresholds,
    calendar: WorkingCalendar, offers: OfferRules, allocation: AllocationRules,
    retention: RetentionTable, receivables: ReceivableRules, guarantees: GuaranteeRules,
    listing: ListingRules, entitlements: EntitlementRules,
    nurture: NurtureRules, monitoring: MonitoringRules, statistics: StatisticsRules
  ) {
    self.regions = regions
    self.industries = industries
    self.sizes = sizes
    self.calendar = calendar
    self.offers = offers
    self.allocation = allocation
    self.retention = retention
    self.receivables = receivables
    self.guarantees = guarantees
    self.entitlements = entitlements
    self.listing = listing
    self.nurture = nurture
    self.monitoring = monitoring
    self.statistics = statistics
  }
}

extension ReferenceData {
  /// The tables that ship with the program.
  ///
  /// - Throws: `SchemaFiles.Failure`, or the faults of a table that does not read.
  public static func bundled() throws -> ReferenceData {
    let industries = try IndustryTable(
      csv: SchemaFiles.text("reference/industries-gbt4754-2017.csv"))
    let calendar = try WorkingCalendar(csv: SchemaFiles.text("reference/calendar-cn.csv"))
    let offers = try OfferRules.bundled(calendar: calendar)
    let listing = try ListingRules.bundled(calendar: calendar)
    return ReferenceData(
      regions: try RegionTable(
        csv: SchemaFiles.text("reference/regions-anhui.csv"),
        SchemaFiles.text("reference/regions-shaanxi.csv")),
      industries: industries,
      sizes: try SizeThresholds(
        csv: SchemaFiles.text("reference/sme-size-thresholds.csv"), industries: industries),
      calendar: calendar, offers: offers,
      allocation: try AllocationRules.bundled(calendar: calendar),
      retention: try RetentionTable(json: OfferRules.document("workflow/retention.yaml")),
      receivables: try ReceivableRules.bundled(calendar: calendar, clock: offers.clock),
      guarantees: try GuaranteeRules.bundled(clock: offers.clock),
      listing: listing, entitlements: try EntitlementRules.bundled(clock: offers.clock),
      nurture: try NurtureRules.bundled(listing),
      monitoring: try MonitoringRules.bundled(calendar: calendar, clock: offers.clock),
      statistics: try StatisticsRules.bundled())
  }
}
