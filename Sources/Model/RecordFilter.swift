/// Which records of a side an entity is about: all of the conditions hold.
///
/// It is a tree of data, so that the host can evaluate it on what it read and turn it into an OData filter; a plugin
/// never writes filter text.
public struct RecordFilter: Sendable, Hashable {
    /// One condition on one field.
    public struct Condition: Sendable, Hashable {
        /// The comparisons there are.
        public enum Test: String, Sendable, Hashable, CaseIterable {
            /// The value is one of the listed ones.
            case isOneOf
            /// The value is none of the listed ones.
            case isNoneOf
            /// The field is empty.
            case isEmpty
            /// The field is not empty.
            case isNotEmpty
        }

        /// The field.
        public var field: FieldName
        /// The comparison.
        public var test: Test
        /// The values to compare with; none for the tests of emptiness.
        public var values: [FieldValue]

        /// Creates a condition.
        public init(_ field: FieldName, _ test: Test, _ values: [FieldValue] = []) {
            self.field = field
            self.test = test
            self.values = values
        }
    }

    /// The conditions, all of which must hold; none means every record.
    public var conditions: [Condition]

    /// Creates a filter.
    public init(_ conditions: [Condition] = []) { self.conditions = conditions }

    /// Whether a record is inside the filter.
    ///
    /// A field that was not read fails the condition on it.
    public func includes(_ fields: Fields) -> Bool {
        conditions.allSatisfy { condition in
            guard let value = fields[condition.field] else { return false }
            return switch condition.test {
            case .isOneOf: condition.values.contains(value)
            case .isNoneOf: !condition.values.contains(value)
            case .isEmpty: value.isEmpty || value == .text(RecordID.zero.text)
            case .isNotEmpty: !value.isEmpty && value != .text(RecordID.zero.text)
            }
        }
    }
}
