import JSON
import JSONRPC
import Model
package import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityRun {
    package func records(_ parameters: RecordsGet.Parameters) async throws -> RecordsGet.Result {
        try check(parameters.runID)
        guard parameters.ids.count <= RecordsGet.maximum else { throw RPCFailure(Problem(.tooLarge)) }
        try refuseLines(among: parameters.fields, parameters.side)
        do {
            let entity = parameters.entity ?? shape.entity
            let table = try await table(of: entity, parameters.side)
            let found = try await environment.remotes[parameters.side].records(
                parameters.ids, of: table, reading: parameters.fields)
            var result = RecordsGet.Result()
            for id in parameters.ids {
                let planned = await overlay?.fields(entity, parameters.side, id, asking: shape.entity)
                if let record = found[id] {
                    result.records.append(
                        FoundRecord(id: id, fields: overlaid(record.fields, planned, parameters.fields)))
                } else if let planned {
                    var fields = overlaid(Fields(), planned, parameters.fields)
                    // What the server makes along with a planned record stands in by the record's own identity.
                    for name in parameters.fields where name.contains("/") { fields[name] = .text(id.text) }
                    result.records.append(FoundRecord(id: id, fields: fields))
                } else {
                    result.missing.append(id)
                }
            }
            return result
        } catch {
            throw unanswered(error)
        }
    }

    package func match(_ parameters: RecordsMatch.Parameters) async throws -> RecordsMatch.Result {
        try check(parameters.runID)
        try refuseLines(among: parameters.all.map(\.field), parameters.side)
        do {
            let entity = parameters.entity ?? shape.entity
            let table = try await table(of: entity, parameters.side)
            let criteria = Fields(parameters.all.map { Fields.Element($0.field, $0.value) })
            let own = shape.layouts[parameters.side].fields.filter { $0 != LineText.field }
            let reading = (entity == shape.entity ? own : []) + criteria.names
            let found = try await environment.remotes[parameters.side].find(
                in: table, where: criteria, reading: reading.unique(), limit: min(max(1, parameters.limit), 5))
            let candidates = found.map { FoundRecord(id: $0.id, fields: $0.fields) }
            return RecordsMatch.Result(
                candidates: try await planned(candidates, entity, table, parameters, reading.unique()))
        } catch let failure as CriteriaFailure {
            // It concerns the question, and ends nothing but that.
            throw RPCFailure(failure.problem)
        } catch {
            throw unanswered(error)
        }
    }

    /// What stands for the lines of a document within the host is no field of any system.
    private func refuseLines(among fields: [FieldName], _ side: Side) throws {
        guard fields.contains(LineText.field) else { return }
        throw failed(Violation.unknownField(LineText.field, side))
    }

    /// The candidates as they would be: without those that are planned to be otherwise, with those that are planned to be so.
    private func planned(
        _ found: [FoundRecord], _ entity: EntityName, _ table: RemoteTable, _ parameters: RecordsMatch.Parameters,
        _ reading: [FieldName]
    ) async throws -> [FoundRecord] {
        guard let overlay else { return found }
        let side = parameters.side
        let criteria = Fields(parameters.all.map { Fields.Element($0.field, $0.value) })
        var candidates: [RecordID: Fields] = [:]
        for record in found {
            let planned = await overlay.fields(entity, side, record.id, asking: shape.entity)
            candidates[record.id] = overlaid(record.fields, planned, reading)
        }
        let others = await overlay.written(entity, side, where: criteria, asking: shape.entity)
            .filter { candidates[$0.key] == nil }
        let there = try await environment.remotes[side].records(Array(others.keys), of: table, reading: reading)
        for (id, fields) in others { candidates[id] = overlaid(there[id]?.fields ?? Fields(), fields, reading) }
        return candidates.filter { _, fields in
            criteria.allSatisfy { $0.value.isAlike(on: side)(fields[$0.name] ?? .null) }
        }
        .sorted { $0.key < $1.key }.prefix(min(max(1, parameters.limit), 5))
        .map { FoundRecord(id: $0.key, fields: $0.value) }
    }

    package func resolve(_ parameters: CouplingsResolve.Parameters) async throws -> CouplingsResolve.Result {
        try check(parameters.runID)
        guard parameters.references.count <= CouplingsResolve.maximum else { throw RPCFailure(Problem(.tooLarge)) }
        do {
            return CouplingsResolve.Result(states: try await partners.states(of: parameters.references))
        } catch {
            throw unanswered(error)
        }
    }

    private var partners: PartnerSearch {
        PartnerSearch(
            store: environment.store, remotes: environment.remotes, overlay: overlay, tables: tables, scopes: scopes,
            needed: Set(shape.description.references.filter { $0.strength == .reference }.map(\.entity)))
    }

    package func state(_ parameters: StateGet.Parameters) async throws -> StateGet.Result {
        try check(parameters.runID)
        do {
            let stored = try await environment.store.pluginState(of: shape.entity, key: parameters.key)
            let bytes = puts[parameters.key] ?? takenPuts[parameters.key] ?? stored
            // What was kept was JSON; what can't be read any more is as if it had never been kept.
            return StateGet.Result(value: bytes.flatMap { try? JSON.decode(JSONValue.self, from: $0) })
        } catch {
            throw unanswered(error)
        }
    }

    package func keep(_ parameters: StatePut.Parameters) async throws -> StatePut.Result {
        try check(parameters.runID)
        let bytes = JSON.encode(parameters.value)
        guard bytes.count <= 64 << 10 else { throw RPCFailure(Problem(.tooLarge)) }
        puts[parameters.key] = bytes
        return Nothing()
    }

    private func table(of entity: EntityName, _ side: Side) async throws -> RemoteTable {
        if entity == shape.entity { return shape.tables[side] }
        guard let tables = try await tables(entity) else {
            throw RemoteFailure(Problem(.invalidConfiguration, [entity.text]))
        }
        return tables[side]
    }

    private func overlaid(_ fields: Fields, _ planned: Fields?, _ asked: [FieldName]) -> Fields {
        guard let planned else { return fields }
        let wanted = Set(asked)
        return fields.overlaid(by: Fields(planned.filter { wanted.contains($0.name) }))
    }
}
