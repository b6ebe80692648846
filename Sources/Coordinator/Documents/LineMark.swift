import Model

/// What a line that was read goes by, besides its identity.
struct LineMark: Sendable {
    /// Its version; `nil` when its system gives none.
    var version: RecordVersion?
    /// Its number within the document; `nil` where lines have none.
    var number: Int64?
}
