import Application
import ArgumentParser

/// `rongqiao import loans INSTITUTION REGION YEAR FILE`.
struct ImportLoans: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loans",
    abstract: "Loans of a bank in a region at the end of a year. 导入贷款明细",
    discussion: """
      Columns key, borrower (the bank's own numbers), balance_yuan, bad_yuan, granted_yuan, rate_ppm
      and any of size (micro, small, medium, large, owner), credit_yuan, applied, approved. All rows
      or none: a report takes the place of the one before as a whole.

      EXAMPLES 示例
        rongqiao import loans huishang 340100 2026 loans.csv
        rongqiao import loans huishang 340100 2026 loans.csv --json
      """)
  @Argument(help: "Code of the bank. 机构")
  var institution: String
  @Argument(help: "Region of the borrowers, such as 340100. 地区")
  var region: String
  @Argument(help: "The year. 年度")
  var year: Int
  @OptionGroup var options: CSVImportOptions

  func validate() throws {
    guard !options.skipBad else {
      throw ValidationError("--skip-bad: a report of loans is taken whole")
    }
  }

  func run() async throws {
    try await options.run { [institution, region, year] application, bytes, mode, progress in
      try await application.importLoans(
        of: institution, region: region, year: year, bytes: bytes, mode: mode,
        actor: .system("import"), progress: progress)
    }
  }
}
