import Application

extension Readiness {
  /// The use cases' own checks by name.
  var statuses: [String: HealthStatus] {
    var found: [String: HealthStatus] = [:]
    for check in checks {
      found[check.name] =
        check.isReady
        ? .ready
        : .notReady(
          Text(check.zh, check.en),
          action: Text("按提示处理后重试", "do what is said, then try again"))
    }
    return found
  }
}
