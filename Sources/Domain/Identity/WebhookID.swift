/// An address of an organisation that events are sent to.
public enum WebhookKind: IdentifierKind { public static let prefix = "hook" }

public typealias WebhookID = Identifier<WebhookKind>

/// One event on its way to one such address.
public enum WebhookDeliveryKind: IdentifierKind { public static let prefix = "whd" }

public typealias WebhookDeliveryID = Identifier<WebhookDeliveryKind>
