import Model

/// What a person calls a line of a map in an overlay.
enum LineName {
    /// By both fields: `displayName=name`; a line without a twin leaves one out.
    static func pair(_ erp: FieldName?, _ crm: FieldName?) -> String { "\(erp ?? "")=\(crm ?? "")" }
}
