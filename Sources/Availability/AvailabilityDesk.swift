package import Foundation
package import Model
import JSON
import PluginProtocol
package import RemoteSystems
package import SyncStore

/// Finds an item by what people call it, and asks the ERP how much of it is on hand, now.
package struct AvailabilityDesk: Sendable {
    /// How many of one name are told apart.
    private static let most = 10

    private let places: [StockPlace]
    private let store: (any SyncStore)?
    private let remotes: Sided<any RemoteSystem>
    private let now: @Sendable () -> Date

    /// Creates a desk.
    ///
    /// Without a store, no product is known to be coupled.
    package init(
        places: [StockPlace], store: (any SyncStore)?, remotes: Sided<any RemoteSystem>,
        now: @escaping @Sendable () -> Date
    ) {
        self.places = places
        self.store = store
        self.remotes = remotes
        self.now = now
    }

    /// How much is on hand of the item that a word means: an identity in either system, a number, or the name of a coupled product.
    ///
    /// Throws `AvailabilityFailure`, `RemoteFailure` when a system can't be asked, or `SyncStoreError`.
    package func answer(_ word: String) async throws -> StockAnswer {
        guard !places.isEmpty else { throw AvailabilityFailure.noStock }
        var isUncoupled = false
        for way in UUID(uuidString: word) == nil ? Way.words : [.identity] {
            var found: [StockAnswer] = []
            for place in places {
                let met = try await items(word, by: way, in: place)
                found += met.answers
                isUncoupled = isUncoupled || met.isUncoupled
            }
            if found.count > 1 { throw AvailabilityFailure.ambiguous(word, numbers: found.map(\.number).sorted()) }
            if let answer = found.first { return answer }
        }
        throw isUncoupled ? AvailabilityFailure.notCoupled(word) : .noSuchItem(word)
    }

    /// What a word may be.
    private enum Way {
        case identity, number, name

        /// A number says more than a name.
        static let words: [Way] = [.number, .name]
    }

    /// What was found of a word.
    private struct Met {
        var answers: [StockAnswer] = []
        /// Whether a product of the CRM goes by it that is coupled with nothing.
        var isUncoupled = false
    }

    private func items(_ word: String, by way: Way, in place: StockPlace) async throws -> Met {
        let table = try await remotes.erp.table(for: place.tables.erp)
        switch way {
        case .identity: return try await items(identified: RecordID(word.lowercased()), table, place)
        case .number:
            // Numbers are kept in capital letters.
            for spelling in word == word.uppercased() ? [word] : [word, word.uppercased()] {
                let found = try await found(
                    .erp, table, where: place.stock.number, is: spelling, place.fields(of: table))
                if !found.isEmpty { return Met(answers: try await answers(found, place)) }
            }
            return Met()
        case .name: return try await items(called: word, table, place)
        }
    }

    private func items(identified id: RecordID, _ table: RemoteTable, _ place: StockPlace) async throws -> Met {
        let there = try await remotes.erp.records([id], of: table, reading: try place.fields(of: table))
        if !there.isEmpty { return Met(answers: try await answers(Array(there.values), place)) }
        let met = try await items(ofProducts: [id], table, place)
        guard met.answers.isEmpty else { return met }
        let products = try await remotes.crm.table(for: place.tables.crm)
        let product = try await remotes.crm.records([id], of: products, reading: [products.declaration.key])
        return Met(isUncoupled: !product.isEmpty)
    }

    private func items(called name: String, _ table: RemoteTable, _ place: StockPlace) async throws -> Met {
        guard let field = try await nameOfProducts(place) else { return Met() }
        let products = try await remotes.crm.table(for: place.tables.crm)
        let found = try await found(.crm, products, where: field, is: name, [field])
        guard !found.isEmpty else { return Met() }
        return try await items(ofProducts: found.map(\.id), table, place)
    }

    private func items(ofProducts ids: [RecordID], _ table: RemoteTable, _ place: StockPlace) async throws -> Met {
        let couplings = try await store?.couplings(of: place.entity, side: .crm, ids: ids) ?? []
        guard !couplings.isEmpty else { return Met(isUncoupled: true) }
        let items = try await remotes.erp.records(
            couplings.map(\.ids.erp), of: table, reading: try place.fields(of: table))
        return Met(answers: try await answers(Array(items.values), place))
    }

    /// The field of the CRM in which the names of items stand, as the plugin's map says.
    private func nameOfProducts(_ place: StockPlace) async throws -> FieldName? {
        guard let name = place.stock.name,
            let body = try await store?.description(of: place.entity, digest: nil)
        else { return nil }
        // A description of another version of the protocol is made anew by the next run.
        let description = try? JSON.decode(EntityDescription.self, from: body)
        return description?.fields.first { $0.erp == name }?.crm
    }

    private func found(
        _ side: Side, _ table: RemoteTable, where field: FieldName, is value: String, _ reading: [FieldName]
    ) async throws -> [RemoteRecord] {
        do {
            return try await remotes[side].find(
                in: table, where: Fields([Fields.Element(field, .text(value))]), reading: reading, limit: Self.most)
        } catch is CriteriaFailure {
            // No record goes by a word that can't be asked for.
            return []
        }
    }

    private func answers(_ records: [RemoteRecord], _ place: StockPlace) async throws -> [StockAnswer] {
        let at = now()
        let couplings = try await store?.couplings(of: place.entity, side: .erp, ids: records.map(\.id)) ?? []
        let products = Dictionary(couplings.map { ($0.ids.erp, $0.ids.crm) }) { first, _ in first }
        return records.map { record in
            let unit = place.stock.unit.flatMap { record.fields[$0]?.text }
            return StockAnswer(
                entity: place.entity, number: record.fields[place.stock.number]?.text ?? record.id.text,
                name: place.stock.name.flatMap { record.fields[$0]?.text } ?? "",
                onHand: record.fields[place.stock.figure]?.amount ?? 0, unit: unit.flatMap { $0.isEmpty ? nil : $0 },
                ids: Sided(erp: record.id, crm: products[record.id]), at: at)
        }
    }
}

extension StockPlace {
    /// What is read of an item; throws when the tenant does not say what is on hand.
    fileprivate func fields(of table: RemoteTable) throws -> [FieldName] {
        guard table.field(stock.figure) != nil, table.field(stock.number) != nil else {
            throw RemoteFailure(Problem(.schema, [table.declaration.table, stock.figure], side: .erp))
        }
        return [stock.number, stock.figure]
            + [stock.name, stock.unit].compactMap(\.self).filter { table.field($0) != nil }
    }
}

extension FieldValue {
    /// The value as an amount; `nil` when it is none.
    fileprivate var amount: Decimal? {
        switch self {
        case .text(let text): Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        case .integer(let number): Decimal(number)
        case .boolean, .null: nil
        }
    }
}
