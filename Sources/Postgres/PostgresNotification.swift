/// A message of NOTIFY (manual 34.9). It is a hint to look, not a record: the payload is at most
/// 8 000 bytes, and a message sent while the connection was down is lost.
public struct PostgresNotification: Sendable, Hashable {
  /// The channel.
  public let channel: String
  /// The text given to NOTIFY; may be empty.
  public let payload: String
  /// The server process that sent it.
  public let serverProcess: Int32

  /// A notification by its parts.
  public init(channel: String, payload: String, serverProcess: Int32) {
    self.channel = channel
    self.payload = payload
    self.serverProcess = serverProcess
  }
}
