import Application
import ArgumentParser
import Domain
import Synchronization

/// `rongqiao reconcile`: asks at once for everything that is missing.
struct ReconcileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Make missing work again from PostgreSQL. 依据数据库补建缺失工作",
    discussion: """
      After every topic was lost, or a backup restored: asks for the runs of waiting needs, cuts what
      is left of sweeps, asks for slices that are not done, and for needs whose day has come; draws
      facts from receivables, judges by reports, looks at listing cases and what they open of awards;
      queues webhooks for events that were lost unread, and counts those needs anew for the funnel
      that count otherwise than they stand. The sweeper does the same little by little; this waits for
      nothing. Workers may run beside it, and nothing is done twice. `rongqiao statistics rebuild`
      forgets all counts of the funnel and begins anew.

      EXAMPLES 示例
        rongqiao reconcile --dry-run     only count 仅统计
        rongqiao reconcile
      """)

  @Flag(help: "Only count what is missing. 仅统计")
  var dryRun = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let bar = ReconcileProgress()
    let report = try await SweepCommand.asked { [dryRun] in
      try await $0.reconcile(dryRun: dryRun) { bar.update($0, of: $1) }
    }
    bar.finish()
    guard !json else { return Terminal.output(report.json.canonicalText) }
    let slices = dryRun ? "待切分重匹配 sweeps to cut" : "新切分片 slices cut"
    let parts: [String] = [
      "需求 needs \(report.needs)", "到期重算 rematches \(report.rematches)",
      "\(slices) \(report.cut)", "分片 slices \(report.slices)", "死信 letters \(report.letters)",
      "恢复后告知 gains \(report.gains)", "应收账款 receivables \(report.receivables)",
      "预警 warnings \(report.warnings)", "挂牌进程 listings \(report.listings)",
      "奖补阶段 awards \(report.awards)", "奖补告知 notices \(report.notices)",
      "回调 webhooks \(report.webhooks)", "统计 funnel \(report.funnel)",
    ]
    Terminal.output(
      "\(dryRun ? "缺失 missing" : "已补建 asked for"):\(parts.joined(separator: ","))")
  }
}

/// A bar whose total is known at the first call.
private final class ReconcileProgress: Sendable {
  private let state = Mutex<(bar: ProgressBar, done: Int)?>(nil)

  func update(_ done: Int, of total: Int) {
    let bar = state.withLock { state in
      let bar = state?.bar ?? ProgressBar("补建 reconciling", total: total)
      state = (bar, done)
      return bar
    }
    bar.update(done)
  }

  func finish() {
    guard let last = state.withLock({ $0 }) else { return }
    last.bar.finish(last.done)
  }
}
