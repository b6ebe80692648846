public import JSON
public import Model

/// A line of the field map as people see it, and as the host needs it for the fingerprint: what travels where, and how.
public struct MappedField: Sendable, Hashable, JSONReadable, JSONWritable {
    /// The field on the ERP side; `nil` when the CRM's is a constant.
    public var erp: FieldName?
    /// The field on the CRM side; `nil` when the ERP's is a constant.
    public var crm: FieldName?
    /// The group whose fields move together; the field itself by default.
    public var group: String
    /// Which way it travels.
    public var direction: Direction
    /// What happens when both sides changed it.
    public var policy: ConflictPolicy
    /// The name of the transform, for people; `nil` when the value travels as it is.
    public var transform: String?
    /// The entity that the field refers to.
    public var reference: EntityName?
    /// Whether it is written only when a record is created.
    public var onInsertOnly: Bool
    /// The value that is always written.
    public var constant: FieldValue?

    /// Creates a line.
    public init(
        erp: FieldName?, crm: FieldName?, group: String? = nil, direction: Direction = .both,
        policy: ConflictPolicy = .erpWins, transform: String? = nil, reference: EntityName? = nil,
        onInsertOnly: Bool = false, constant: FieldValue? = nil
    ) {
        self.erp = erp
        self.crm = crm
        self.group = group ?? erp ?? crm ?? ""
        self.direction = direction
        self.policy = policy
        self.transform = transform
        self.reference = reference
        self.onInsertOnly = onInsertOnly
        self.constant = constant
    }

    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        self.init(erp: nil, crm: nil)
        var group: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "erp": erp = try FieldName?(from: &reader)
            case "crm": crm = try FieldName?(from: &reader)
            case "group": group = try reader.string()
            case "direction": direction = try Direction(from: &reader)
            case "policy": policy = try ConflictPolicy(from: &reader)
            case "transform": transform = try String?(from: &reader)
            case "reference": reference = try EntityName?(from: &reader)
            case "onInsertOnly": onInsertOnly = try reader.boolean()
            case "constant": constant = try FieldValue(from: &reader)
            default: break
            }
        }
        self.group = group ?? erp ?? crm ?? ""
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("erp", ifPresent: erp)
            writer.member("crm", ifPresent: crm)
            writer.member("group", group)
            writer.member("direction", direction)
            writer.member("policy", policy)
            writer.member("transform", ifPresent: transform)
            writer.member("reference", ifPresent: reference)
            if onInsertOnly { writer.member("onInsertOnly", true) }
            writer.member("constant", ifPresent: constant)
        }
    }
}
