import Foundation
import Model
import SyncStore

/// What people did in two companies since they were last in step: one of everything that makes Couplet write.
struct OfficeDay: Sendable {
    let world: RunsWorld

    /// The two systems before they ever met.
    func foundCompany() async {
        await world.table("currencies", .erp).keepUnique("number")
        _ = await world.fill(customers: 3)
        await make("contacts", .erp, "K8", ["customer": id("customers", .erp, "C1")])
        await make("contacts", .erp, "K9", ["customer": id("customers", .erp, "C1")])
        await make("currencies", .crm, "EUR", ["name": "Euro"])
        await make("customers", .crm, "C3", ["phone": "9"])
        await make("customers", .crm, "C6", ["phone": "6"])
        await make("customers", .erp, "C7", ["phone": "7"])
    }

    /// A day's work on both sides.
    func pass() async {
        await edit("customers", .erp, "C1", ["phone": "2"])
        await edit("customers", .crm, "C2", ["phone": "3"])
        await edit("customers", .erp, "C3", ["name": "Three"])
        await edit("customers", .crm, "C3", ["phone": "4"])
        await edit("contacts", .erp, "K1", ["phone": "11"])
        await edit("contacts", .crm, "K1", ["phone": "22"])
        // A new customer, whose new contact refers to it, and the other way round.
        await make("customers", .erp, "C4", ["currency": id("currencies", .erp, "EUR")])
        await make("contacts", .erp, "K4", ["customer": id("customers", .erp, "C4")])
        await edit("customers", .erp, "C4", ["contact": id("contacts", .erp, "K4")])
        // The same in the CRM, with a currency that the ERP lacks.
        await make("currencies", .crm, "CHF", ["name": "Franc"])
        await make("customers", .crm, "C5", ["currency": id("currencies", .crm, "CHF")])
        await make("contacts", .crm, "K5", ["customer": id("customers", .crm, "C5")])
        await edit("customers", .crm, "C5", ["contact": id("contacts", .crm, "K5")])
        for side in Side.allCases { await make("currencies", side, "USD", ["name": "Dollar"]) }
        // A new primary contact for an old customer.
        await make("contacts", .erp, "K7", ["customer": id("customers", .erp, "C1")])
        await edit("customers", .erp, "C1", ["contact": id("contacts", .erp, "K7")])
        await delete("contacts", .crm, "K9")
        await delete("contacts", .erp, "K8")
        // Edited here, deleted there: made anew, with a key and without.
        for (number, side) in [("C6", Side.erp), ("C7", .crm)] {
            await edit("customers", side, number, ["phone": "66"])
            await delete("customers", side.opposite, number)
        }
        // The ERP's deletions are found by the daily sweep.
        world.advance(25 * 3600)
    }

    /// What people go on with while the host is dead: a note on each record, in the system that it was not made in, where it is there.
    ///
    /// Returns the notes, by what a picture calls the record.
    func goOn() async -> [String] {
        var notes: [String] = []
        for entity in RunsWorld.entities {
            // Of those that are being deleted an edit would save the partner.
            for number in Set(await numbers(entity, .erp) + numbers(entity, .crm)).subtracting(["K8", "K9"]).sorted() {
                let isForeign = await row(entity, .crm, number)?.text.contains("-person-") == false
                let side: Side = if isForeign { .crm } else { await row(entity, .erp, number) == nil ? .crm : .erp }
                await edit(entity, side, number, ["note": .text("Note-\(number)")])
                notes.append("\(entity) \(number) Note-\(number)")
            }
        }
        return notes
    }

    /// Whether a line of a picture shows a note that somebody made.
    static func hasNote(_ note: String, _ line: String) -> Bool { note.split(separator: " ").allSatisfy(line.contains) }

    /// A line of a picture, but for its note.
    static func withoutNote(_ line: String) -> String {
        line.replacing(#/ note Note-\S+/#, with: "")
    }

    private func numbers(_ entity: EntityName, _ side: Side) async -> [String] {
        await world.table(entity, side).all.compactMap { $0["number"]?.text }
    }

    /// What both systems say, by number: references as the number of the record that they lead to.
    func picture() async -> [String] {
        var lines: [String] = []
        for entity in RunsWorld.entities {
            for side in Side.allCases {
                for row in await world.table(entity, side).all { lines.append(await line(row, entity, side)) }
            }
        }
        return lines.sorted()
    }

    /// What one side says that the other doesn't.
    static func disagreements(in picture: [String]) -> [String] {
        func said(by side: Side) -> [String] {
            picture.filter { $0.contains(" \(side.rawValue) ") }
                .map { $0.replacing(" \(side.rawValue) ", with: " ") }
        }
        let (erp, crm) = (said(by: .erp), said(by: .crm))
        return erp.difference(from: crm).map { change in
            switch change {
            case .insert(_, let line, _): "only in the ERP: \(line)"
            case .remove(_, let line, _): "only in the CRM: \(line)"
            }
        }
    }

    /// How many records Couplet made of each entity on each side, by the systems' own ledgers.
    func creates() async -> [String] {
        var lines: [String] = []
        for entity in RunsWorld.entities {
            for side in Side.allCases {
                let count = await world.table(entity, side).ownWrites.filter { $0.kind == "create" }.count
                lines.append("\(entity) \(side) \(count)")
            }
        }
        return lines
    }

    private static let references: [(FieldName, EntityName)] = [
        ("currency", "currencies"), ("contact", "contacts"), ("customer", "customers"),
    ]

    private func line(_ row: Fields, _ entity: EntityName, _ side: Side) async -> String {
        var words = ["\(entity) \(side.rawValue) \(row["number"]?.text ?? "?")"]
        for name: FieldName in ["name", "phone", "note"] {
            if let text = row[name]?.text, !text.isEmpty { words.append("\(name) \(text)") }
        }
        for (name, target) in Self.references {
            guard let id = row[name]?.text, !id.isEmpty, id != RecordID.zero.text else { continue }
            let number = await world.table(target, side).rows[RecordID(id)]?.fields["number"]?.text
            words.append("\(name) \(number ?? "nowhere")")
        }
        return words.joined(separator: " ")
    }

    // MARK: people

    private func id(_ entity: EntityName, _ side: Side, _ number: String) async -> FieldValue {
        await row(entity, side, number).map { .text($0.text) } ?? .null
    }

    private func row(_ entity: EntityName, _ side: Side, _ number: String) async -> RecordID? {
        await world.table(entity, side).rows.first { $0.value.fields["number"] == .text(number) }?.key
    }

    private func make(_ entity: EntityName, _ side: Side, _ number: String, _ fields: Fields = [:]) async {
        await world.table(entity, side).create(fields.replacing(["number": .text(number)]))
    }

    private func edit(_ entity: EntityName, _ side: Side, _ number: String, _ fields: Fields) async {
        guard let id = await row(entity, side, number) else { return }
        await world.table(entity, side).edit(id, fields)
    }

    private func delete(_ entity: EntityName, _ side: Side, _ number: String) async {
        guard let id = await row(entity, side, number) else { return }
        await world.table(entity, side).delete(id)
    }
}
