public import Model

/// What the records that a batch refers to are coupled with.
public struct ResolvedReferences: Sendable, Hashable {
    /// What is known of a record that is referred to.
    public enum Resolution: Sendable, Hashable {
        /// It is coupled with this record of the other side.
        case coupled(RecordID)
        /// It is not coupled, or not yet.
        case open
        /// It does not exist.
        case missing
    }

    /// A field of the partner of a record, which stands for the partner.
    public struct Step: Sendable, Hashable {
        /// The record that is referred to.
        public var reference: RecordReference
        /// The field of its partner.
        public var field: FieldName
        /// Creates a step.
        public init(_ reference: RecordReference, _ field: FieldName) {
            self.reference = reference
            self.field = field
        }
    }

    private var resolutions: [RecordReference: Resolution]
    private var steps: [Step: FieldValue] = [:]
    /// Whether something is known that may change soon.
    private var isAnyOpen = false

    /// Knows nothing yet.
    public init() { resolutions = [:] }

    /// Knows the partners of some records.
    public init(_ ids: [RecordReference: RecordID]) { resolutions = ids.mapValues { .coupled($0) } }

    /// What is known of a record; what was never resolved is open.
    public subscript(reference: RecordReference) -> Resolution {
        get { resolutions[reference] ?? .open }
        set {
            resolutions[reference] = newValue
            if case .coupled = newValue { return }
            isAnyOpen = true
        }
    }

    /// The value of a field of the partner of a record; `nil` when it was not read.
    public subscript(step: Step) -> FieldValue? {
        get { steps[step] }
        set { steps[step] = newValue }
    }

    /// Whether a record was looked up.
    public func knows(_ reference: RecordReference) -> Bool { resolutions[reference] != nil }
}

extension ResolvedReferences {
    /// Forgets what may change while a run goes on: records that are not coupled yet; and everything, when there is more than `limit`.
    public mutating func forget(beyond limit: Int) {
        if resolutions.count > limit {
            self = ResolvedReferences()
        } else if isAnyOpen {
            resolutions = resolutions.filter { if case .coupled = $0.value { true } else { false } }
            isAnyOpen = false
        }
    }
}
