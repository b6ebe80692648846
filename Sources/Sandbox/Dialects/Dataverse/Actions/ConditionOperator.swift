/// The operators of conditions in query expressions and FetchXML.
enum ConditionOperator {
    /// The condition; names of both languages are known: `Equal` and `eq`.
    ///
    /// `other` is what the term is compared with, where that is no value.
    static func filter(
        _ name: String, _ term: Filter.Term, _ values: [StoredValue], other: Filter.Term? = nil
    ) throws -> Filter {
        let value = other ?? Filter.Term.value(values.first ?? .null)
        switch name.lowercased() {
        case "equal", "eq": return .compare(term, .equal, value)
        case "notequal", "ne", "neq": return .compare(term, .notEqual, value)
        case "greaterthan", "gt": return .compare(term, .greater, value)
        case "greaterequal", "ge": return .compare(term, .atLeast, value)
        case "lessthan", "lt": return .compare(term, .less, value)
        case "lessequal", "le": return .compare(term, .atMost, value)
        case "in": return .isIn(term, values)
        case "notin", "not-in": return .not(.isIn(term, values))
        case "null": return .compare(term, .equal, .value(.null))
        case "notnull", "not-null": return .compare(term, .notEqual, .value(.null))
        case "like": return .text(.like, term, value)
        case "notlike", "not-like": return .not(.text(.like, term, value))
        case "beginswith", "begins-with": return .text(.startsWith, term, value)
        case "endswith", "ends-with": return .text(.endsWith, term, value)
        case "doesnotbeginwith", "not-begin-with": return .not(.text(.startsWith, term, value))
        case "doesnotendwith", "not-end-with": return .not(.text(.endsWith, term, value))
        case "contains": return .text(.contains, term, value)
        case "between":
            guard values.count == 2 else { throw DataverseError.badQuery("between takes two values.") }
            return .all([.compare(term, .atLeast, .value(values[0])), .compare(term, .atMost, .value(values[1]))])
        default: throw DataverseError.badQuery("The condition operator '\(name)' is not supported.")
        }
    }

    /// The query function that an operator of FetchXML stands for: `last-x-days` for `LastXDays`; `nil`: none.
    static func functionName(_ name: String) -> String? {
        switch name {
        case "eq-userid": return "EqualUserId"
        case "ne-userid": return "NotEqualUserId"
        case "not-between": return "NotBetween"
        case "contain-values": return "ContainValues"
        case "not-contain-values": return "DoesNotContainValues"
        case "last-seven-days": return "Last7Days"
        case "next-seven-days": return "Next7Days"
        case "today", "yesterday", "tomorrow", "on": return name.prefix(1).uppercased() + name.dropFirst()
        default: break
        }
        let isSpan = ["on-or-", "last-", "next-", "this-", "olderthan-x-"].contains { name.hasPrefix($0) }
        guard isSpan else { return nil }
        return name.replacing("olderthan", with: "older-than").split(separator: "-").map {
            $0.prefix(1).uppercased() + $0.dropFirst()
        }.joined()
    }
}
