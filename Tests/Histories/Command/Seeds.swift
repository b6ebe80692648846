import ArgumentParser

/// Some seeds, in the order in which they are played: ranges, such as `65,146,0-39`.
struct Seeds: ExpressibleByArgument {
    var ranges: [ClosedRange<UInt64>]

    init(_ range: ClosedRange<UInt64>) { ranges = [range] }

    init?(argument: String) {
        ranges = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
            switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
            case (1, let first?, _): ranges.append(first...first)
            case (2, let first?, let last?) where first <= last: ranges.append(first...last)
            default: return nil
            }
        }
    }

    /// The first of them.
    var first: UInt64 { ranges[0].lowerBound }

    var defaultValueDescription: String {
        ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }
}
