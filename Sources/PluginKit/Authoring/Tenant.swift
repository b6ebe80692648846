package import PluginProtocol

/// What the host found on both sides of the entity in one tenant, and what a person configured there.
public struct Tenant: Sendable, Hashable {
    /// What the host found.
    package let metadata: Sided<SideMetadata>
    /// What a person configured.
    public let configuration: Configuration
    /// What the host found of the lines of documents.
    package let lines: Sided<SideMetadata>?

    /// Puts together what is known of a tenant.
    package init(
        metadata: Sided<SideMetadata>, configuration: Configuration, lines: Sided<SideMetadata>? = nil
    ) {
        self.metadata = metadata
        self.configuration = configuration
        self.lines = lines
    }

    /// Whether a side has a field.
    public func has(_ field: FieldName, on side: Side) -> Bool { metadata[side][field] != nil }
    /// The greatest length of a text field; `nil` when the field is not there or has no limit.
    public func maxLength(of field: FieldName, on side: Side) -> Int? { metadata[side][field]?.maxLength }
    /// Whether the system refuses to have a field written.
    public func isReadOnly(_ field: FieldName, on side: Side) -> Bool { metadata[side][field]?.isReadOnly ?? true }
    /// How the entity is reached on a side, as `kind path set`: `custom couplet/sync/v1.0 customers`.
    public func route(on side: Side) -> String { metadata[side].route }
}
