/// Why the configuration cannot be used. Each case names the key, never a secret's value.
struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The variable or file at fault.
  let subject: String
  let reason: String

  var description: String { "\(subject): \(reason)" }

  static func badValue(_ key: SettingKey, _ value: String?, expected: String) -> SettingsError {
    let shown = key.isSecret ? nil : value.map { "\"\($0.prefix(80))\"" }
    let found = shown.map { "\($0) is not valid; " } ?? "the value is not valid; "
    return SettingsError(
      subject: "\(key.variable) (\(key.name))", reason: found + "expected \(expected)")
  }

  static func missing(_ key: SettingKey, why: String) -> SettingsError {
    SettingsError(subject: key.variable, reason: "is not set, and \(why)")
  }
}
