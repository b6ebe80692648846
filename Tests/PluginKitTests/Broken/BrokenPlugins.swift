import PluginKit
import Synchronization

/// Says another name than its manifest.
enum Misnamed: Sound { static var entity: EntityName { "widgets" } }

/// Says another version than its manifest.
enum Outdated: Sound { static var version: String { "0.9.0" } }

/// Deletes the partners of deleted records, and its manifest says that they stay.
enum Deleting: Sound { static var deletion: Reconciler.Deletion { .delete } }

/// Refers to an entity that its manifest does not name.
enum Undeclared: Sound {
    static var map: FieldMap {
        var map = soundMap
        map.lines.append(.field("ownerId", "ownerid", .reference(to: "salespeople", whenMissing: .skip)))
        return map
    }
}

/// Makes do without any of its fields.
enum Unassuming: Sound {
    static var map: FieldMap { FieldMap([.field("a", "b", .text(erp: 9, crm: 9), isOptional: true)]) }
}

/// Writes a field that it never described.
enum Overreaching: Sound {
    static func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields { ["secret": "x"] }
}

/// Writes a field of its map whatever an administrator says about it.
enum Insistent: Sound {
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        guard case .create(.crm, var fields, let key) = decision.action else { return }
        fields["colour"] = fields["colour"] ?? "red"
        decision.action = .create(.crm, fields, key: key)
    }
}

/// Decides otherwise each time that it is asked.
enum Moody: Sound {
    private static let mood = Mutex(0)

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        decision.reason.arguments.append("\(mood.withLock { mood in mood += 1; return mood })")
    }
}

/// Decides by what it decided before.
enum Counting: Sound {
    private static let counts = Mutex<[RecordPair.ID: Int]>([:])

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        let times = counts.withLock { counts in
            counts[pair.id, default: 0] += 1
            return counts[pair.id, default: 0]
        }
        if times > 1, case .update = decision.action { decision.action = .none }
    }
}

/// Describes a tenant in other words each time.
enum Talkative: Sound {
    private static let calls = Mutex(0)

    static func notes(in tenant: Tenant) -> [Note] { [Note(.note, "call \(calls.withLock { $0 += 1; return $0 })")] }
}

/// Writes what did not change.
enum Restless: Sound {
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        if decision.action == .none, pair.sides.crm.presence == .present, pair.sides.erp.presence == .present {
            decision.action = .update(.crm, ["name": "again"])
        }
    }
}

/// Writes its own value over what it wrote.
enum Unsettled: Sound {
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        guard pair.isCoupled, case .fields(let changed) = pair.sides.crm.change, changed.contains("name"),
            let name = pair.sides.crm.fields["name"]?.text
        else { return }
        decision.action = .update(.crm, ["name": .text(name + "!")])
    }
}

/// Creates although several records may be the same one.
enum Hasty: Sound {
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        if case .setAside(let problem) = decision.action, problem.code == .ambiguousMatch {
            decision.action = .create(.crm, ["name": "x"], key: [])
        }
    }
}

/// Deletes where nothing is coupled.
enum Destructive: Sound {
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        if !pair.isCoupled { decision.action = .delete(.crm) }
    }
}

/// Tells a customer's value in a reason.
enum Indiscreet: Sound {
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        decision.reason.arguments += [pair.sides.erp.fields["displayName"]?.text ?? ""]
    }
}
