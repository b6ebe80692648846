import Model
import SyncStore

/// What happened to one record that people made: on both sides, by the ledgers alone.
struct RecordStory {
    let table: String
    let number: String
    /// What happened to the rows that bear its number, oldest first.
    let entries: [LedgerEntry]
    /// The rows that bear it now.
    let rows: Sided<[(id: RecordID, row: SimulatedTable.Row)]>
    let world: World

    /// Its name in a finding.
    var name: String { "\(table) \(number)" }

    /// Whether a row of it was deleted at some time.
    var wasDeleted: Bool { entries.contains { $0.kind == .delete } }

    /// Whether a set-aside is about one of its rows.
    func isAbout(_ aside: Aside) -> Bool {
        aside.entity.text == table
            && Side.allCases.contains { side in rows[side].contains { $0.id == aside.ids[side] } }
    }

    // MARK: P1

    /// How many rows of it there were at once on a side.
    func mostAtOnce(on side: Side) -> Int { most(on: side) { _ in true } }

    /// How many of them people had made themselves.
    func mostMadeByPeople(on side: Side) -> Int {
        max(1, most(on: side) { $0.author == .person })
    }

    private func most(on side: Side, _ counts: (LedgerEntry) -> Bool) -> Int {
        var alive: Set<RecordID> = []
        var most = 0
        for entry in entries where entry.side == side {
            switch entry.kind {
            case .create: if counts(entry) { alive.insert(entry.id) }
            case .delete: alive.remove(entry.id)
            case .update: continue
            }
            most = max(most, alive.count)
        }
        return most
    }

    // MARK: deletes

    /// Deletes that nobody asked for, or that took an edit with them.
    var wrongDeletes: [String] {
        entries.filter { $0.kind == .delete && $0.author == .couplet }.flatMap { delete -> [String] in
            guard table == Office.contacts else { return ["a delete crossed to \(delete.side)"] }
            let other = delete.side.opposite
            guard
                entries.contains(where: {
                    $0.kind == .delete && $0.author == .person && $0.side == other && $0.time <= delete.time
                })
            else { return ["it was deleted on \(delete.side), and nobody had deleted it"] }
            return groups.compactMap { group in
                guard let edit = lastEdit(of: group, on: delete.side, before: delete.time) else { return nil }
                let value = self.value(of: group, in: edit.after, on: delete.side)
                // An edit that lost a conflict was gone before.
                guard self.value(of: group, in: delete.before, on: delete.side) == value else { return nil }
                let hasCrossed = entries.contains {
                    $0.side == other && self.value(of: group, in: $0.after, on: other) == value
                }
                return hasCrossed ? nil : "an edit of \(group) on \(delete.side) was deleted with it"
            }
        }
    }

    /// What a person deleted, and Couplet made again though nothing had happened to the record since both sides agreed.
    func returns(dead: Set<Int>) -> [String] {
        entries.compactMap { made in
            guard made.kind == .create, made.author == .couplet, made.isAnswered else { return nil }
            let earlier = entries.filter { $0.time < made.time }
            guard let deletion = earlier.last, deletion.kind == .delete, deletion.author == .person,
                deletion.side == made.side, let agreed = earlier.dropLast().last, agreed.time < deletion.time,
                agreed.author == .couplet, agreed.kind != .delete, agreed.isAnswered, !agreed.isCascade,
                !dead.contains(agreed.run), !hadMoreToSay(on: deletion.side.opposite, at: deletion.time)
            else { return nil }
            return "it was deleted on \(deletion.side), nobody edited it since, and it came back"
        }
    }

    /// Whether a person's edit on a side had not crossed yet: it beats a deletion on the other, and the record is made anew.
    private func hadMoreToSay(on side: Side, at time: Duration) -> Bool {
        groups.contains { group in
            guard let edit = lastEdit(of: group, on: side, before: time) else { return false }
            let value = value(of: group, in: edit.after, on: side)
            return !entries.contains {
                $0.side == side.opposite && $0.time < time
                    && self.value(of: group, in: $0.after, on: side.opposite) == value
            }
        }
    }

    // MARK: P3

    /// The groups in which its two rows differ.
    var disagreements: [String] {
        guard let erp = rows.erp.first, let crm = rows.crm.first else { return [] }
        return groups.filter { group in
            value(of: group, in: erp.row.fields, on: .erp, coupledOnly: true)
                != value(of: group, in: crm.row.fields, on: .crm, coupledOnly: true)
        }
    }

    /// Whether a reference of it leads to a record that one side lacks: who refuses it has a reason.
    var refersToNothing: Bool {
        Side.allCases.contains { side in
            rows[side].contains { row in
                Office.fields(of: table).contains { field in
                    guard case .reference = field.use else { return false }
                    let said = value(of: field.group, in: row.row.fields, on: side)
                    return said != value(of: field.group, in: row.row.fields, on: side, coupledOnly: true)
                }
            }
        }
    }

    /// Whether it is a contact whose customer was deleted: it is of no use to the other side.
    var lacksItsCustomer: Bool {
        table == Office.contacts
            && Side.allCases.contains { side in
                rows[side].contains { ($0.row.fields["customer"]?.text ?? "").isEmpty }
            }
    }

    // MARK: P2

    /// The groups in which the last edit of a person was lost.
    func lostEdits(_ policy: ConflictPolicy, dead: Set<Int>) -> [String] {
        groups.compactMap { group in
            // What refers to a record that was deleted meanwhile is emptied by the systems themselves.
            guard !refersToDeleted(group),
                let final = rows.erp.first.map({ value(of: group, in: $0.row.fields, on: .erp) })
            else { return nil }
            let last = Sided { lastEdit(of: group, on: $0, before: nil) }
            let values = Sided { side in last[side].map { value(of: group, in: $0.after, on: side) } }
            let allowed: [String]
            switch (last.erp, last.crm) {
            case (nil, nil): return nil
            case (let erp?, let crm?):
                allowed = [values.erp, values.crm].compactMap(\.self).filter { candidate in
                    // An edit that was made with the other one in view stands.
                    if saw(crm, erp, group, dead), candidate != values.crm { return false }
                    if saw(erp, crm, group, dead), candidate != values.erp { return false }
                    return true
                }
            case (_?, nil), (nil, _?): allowed = [values.erp, values.crm].compactMap(\.self)
            }
            if allowed.contains(final) { return nil }
            return
                "\(name): \(group) is \(final), the last edits are ERP \(values.erp ?? "none"), CRM \(values.crm ?? "none")"
        }
    }

    /// Whether an edit was made when an earlier one of the other side had been carried over, for certain.
    private func saw(_ edit: LedgerEntry, _ earlier: LedgerEntry, _ group: String, _ dead: Set<Int>) -> Bool {
        let value = self.value(of: group, in: earlier.after, on: earlier.side)
        return entries.contains { entry in
            entry.side == edit.side && entry.author == .couplet && entry.isAnswered && !dead.contains(entry.run)
                && entry.time > earlier.time && entry.time < edit.time
                && self.value(of: group, in: entry.after, on: entry.side) == value
                && entry.written.contains { field in field.name.isIn(group, of: table) }
        }
    }

    /// The sides on which Couplet wrote over, or deleted, a state of a row that it had never read.
    var blindWrites: [Side] { Side.allCases.filter { side in entries.contains { $0.side == side && $0.isBlind } } }

    private func lastEdit(of group: String, on side: Side, before time: Duration?) -> LedgerEntry? {
        entries.last { entry in
            entry.side == side && entry.author == .person && entry.kind != .delete
                && (time.map { entry.time <= $0 } ?? true)
                && entry.written.contains { $0.name.isIn(group, of: table) }
        }
    }

    // MARK: P4

    /// Sides that were written to more often than people had reason to make it.
    var echoes: [String] {
        let human = entries.filter { $0.author == .person }.count
        // A reference that is left out at first is filled in later.
        let allowed = human + 2 + references
        return Side.allCases.compactMap { side in
            let written = entries.filter { $0.side == side && $0.author == .couplet && !$0.isCascade }.count
            return written > allowed ? "\(name) was written \(written) times on \(side) after \(human) edits" : nil
        }
    }

    private var references: Int {
        Office.fields(of: table).count { if case .reference = $0.use { true } else { false } }
    }

    // MARK: values

    private func refersToDeleted(_ group: String) -> Bool {
        Office.fields(of: table).filter { $0.group == group }.contains { field in
            guard case .reference(let target) = field.use else { return false }
            return entries.contains { entry in
                guard let id = entry.after?[field.name]?.text, !id.isEmpty, id != RecordID.zero.text,
                    let number = world.number(of: id, in: target, on: entry.side)
                else { return false }
                return world.hasDeleted(number, in: target)
            }
        }
    }

    private var groups: [String] {
        Office.fields(of: table).filter { $0.use != .number }.reduce(into: []) { groups, field in
            if groups.last != field.group { groups.append(field.group) }
        }
    }

    /// What a group says, in words that are the same on both sides: references by the number of what they lead to.
    ///
    /// `coupledOnly`: a reference to what the other side doesn't have says nothing.
    private func value(of group: String, in fields: Fields?, on side: Side, coupledOnly: Bool = false) -> String {
        Office.fields(of: table).filter { $0.group == group }.map { field in
            let text = fields?[field.name]?.text ?? ""
            guard case .reference(let target) = field.use else {
                return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            guard !text.isEmpty, text != RecordID.zero.text else { return "" }
            let number = world.number(of: text, in: target, on: side) ?? "?"
            let isThere = world.systems[side.opposite].rows(of: target).contains { $0.row.number == number }
            return coupledOnly && !isThere ? "" : number
        }
        .joined(separator: "/")
    }
}

extension FieldName {
    fileprivate func isIn(_ group: String, of table: String) -> Bool {
        Office.fields(of: table).contains { $0.name == self && $0.group == group }
    }
}

extension World {
    /// The number of a row, also of one that was deleted.
    fileprivate func number(of id: String, in table: String, on side: Side) -> String? {
        systems[side].ledger.last { $0.table == table && $0.id.text == id }.flatMap {
            ($0.after ?? $0.before)?["number"]?.text
        }
    }

    /// Whether a record was deleted on some side.
    fileprivate func hasDeleted(_ number: String, in table: String) -> Bool {
        Side.allCases.contains { side in
            systems[side].ledger.contains {
                $0.kind == .delete && $0.table == table
                    && $0.before?["number"]?.text?.uppercased() == number.uppercased()
            }
        }
    }
}

extension SimulatedTable.Row {
    /// The number of the record.
    fileprivate var number: String? { fields["number"]?.text }
}
