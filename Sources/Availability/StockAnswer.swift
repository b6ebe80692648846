package import Foundation
package import JSON
package import Model

/// How much of an item is on hand, as the ERP said a moment ago.
package struct StockAnswer: Sendable, Hashable {
    /// The entity that the item belongs to.
    package var entity: EntityName
    /// Its number.
    package var number: String
    /// Its name; empty when it has none.
    package var name: String
    /// What the ERP says is on hand, over all locations; below zero when more left than was booked in.
    package var onHand: Decimal
    /// The unit in which that counts; `nil` when it is not known.
    package var unit: String?
    /// The identities of the item, and of the product that it is coupled with.
    package var ids: Sided<RecordID?>
    /// When the ERP was asked.
    package var at: Date

    /// What can be promised of it: never less than nothing.
    package var available: Decimal { max(onHand, 0) }

    /// The answer for programs; amounts are texts, so that no digit is lost.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("entity", .string(entity.text)), .init("number", .string(number)), .init("name", .string(name)),
            .init("available", .string("\(available)")), .init("onHand", .string("\(onHand)")),
        ]
        if let unit { members.append(.init("unit", .string(unit))) }
        for side in Side.allCases {
            if let id = ids[side] { members.append(.init(side.rawValue, .string(id.text))) }
        }
        members.append(.init("at", .string(at.formatted(.iso8601))))
        return .object(members)
    }
}
