import Foundation

/// One value of a group, while its rows come in.
struct Accumulator {
    private let aggregate: Aggregation.Aggregate
    private var count = 0
    private var digits: Int128 = 0
    private var extreme: StoredValue = .null
    private var distinct: Set<StoredValue> = []

    /// The digits after the point with which amounts are added.
    private static let scale = 12

    init(_ aggregate: Aggregation.Aggregate) { self.aggregate = aggregate }

    mutating func add(_ value: StoredValue) {
        guard aggregate.column != nil else {
            count += 1
            return
        }
        guard value != .null else { return }
        count += 1
        switch aggregate.method {
        case .sum, .average: digits += Self.number(value)?.digits(withScale: Self.scale) ?? 0
        case .min: if extreme == .null || isLess(value, extreme) { extreme = value }
        case .max: if extreme == .null || isLess(extreme, value) { extreme = value }
        case .countdistinct: distinct.insert(value)
        case .count: break
        }
    }

    var result: StoredValue {
        switch aggregate.method {
        case .count: .integer(Int64(count))
        case .countdistinct: .integer(Int64(distinct.count))
        case .min, .max: extreme
        case .sum: count == 0 ? .null : shown(digits)
        case .average: count == 0 ? .null : shown(digits / Int128(count))
        }
    }

    private func shown(_ digits: Int128) -> StoredValue {
        guard aggregate.column?.field.kind == .decimal else {
            return .integer(Int64(clamping: digits / 1_000_000_000_000))
        }
        return DecimalText.canonical("\(digits)e-\(Self.scale)", scale: aggregate.column?.wireScale).map { .text($0) }
            ?? .null
    }

    private func isLess(_ left: StoredValue, _ right: StoredValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)):
            aggregate.column?.field.kind == .decimal
                ? DecimalText.compare(left, right) == .orderedAscending : Folding.fold(left) < Folding.fold(right)
        default: false
        }
    }

    private static func number(_ value: StoredValue) -> DecimalNumber? {
        switch value {
        case .integer(let number): DecimalNumber(String(number))
        case .text(let text): DecimalNumber(text)
        case .null: nil
        }
    }
}
