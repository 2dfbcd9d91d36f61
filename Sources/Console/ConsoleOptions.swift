import Application

/// How the console is served.
public struct ConsoleOptions: Sendable {
  /// Where browsers reach it, such as `https://rongqiao.example.cn`; nil for whatever address they use,
  /// which is right on one's own machine alone.
  public var publicAddress: String?
  /// How long somebody stays signed in.
  public var sessions: SessionLimits
  /// Largest form that is read, in bytes.
  public var maximumFormBytes: Int
  /// Pages that follow a need at once, in this process.
  public var maximumStreams: Int
  /// A stream ends after so long, and the browser asks for a new one.
  public var streamSeconds: Int

  public init(
    publicAddress: String? = nil, sessions: SessionLimits = SessionLimits(),
    maximumFormBytes: Int = 65_536, maximumStreams: Int = 200, streamSeconds: Int = 600
  ) {
    self.publicAddress = publicAddress
    self.sessions = sessions
    self.maximumFormBytes = maximumFormBytes
    self.maximumStreams = maximumStreams
    self.streamSeconds = streamSeconds
  }

  /// Whether cookies may have the prefix that asks browsers for `https` and this host alone.
  var isSecure: Bool { publicAddress?.hasPrefix("https://") ?? false }
}
