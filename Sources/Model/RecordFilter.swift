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

    /// A number that tells filters apart, the same in every process: what a store notes of the filter that a record was inside of.
    ///
    /// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/index.html), of the conditions in order.
    public struct Mark: Sendable, Hashable {
        /// The number.
        public let number: Int64
        /// Creates the mark that a store knows.
        public init(_ number: Int64) { self.number = number }
    }

    /// What the filter is told by.
    public var mark: Mark {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ text: String) {
            // No text holds the byte that ends it, so that two lists of texts never read alike.
            for byte in Array(text.utf8) + [0xFF] { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        for condition in conditions {
            add(condition.field)
            add(condition.test.rawValue)
            for value in condition.values {
                switch value {
                case .null: add("null")
                case .boolean(let boolean): add("boolean \(boolean)")
                case .integer(let integer): add("integer \(integer)")
                case .text(let text): add("text \(text)")
                }
            }
            add("")
        }
        return Mark(Int64(bitPattern: hash))
    }

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
