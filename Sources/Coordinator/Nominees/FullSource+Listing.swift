import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension FullSource {
    func remember() async throws {
        var cursor = PageCursor.listing
        var isEmpty = true
        while true {
            let page = try await reader.page(remembered, from: cursor, size: limits.page)
            note(page, of: remembered)
            let couplings = try await reader.couplings(remembered, page.records.map(\.id))
            let partners = try await partners(of: page.records.filter { couplings[$0.id] == nil }, on: remembered)
            for record in page.records {
                isEmpty = false
                let coupling = couplings[record.id]
                guard rememberedIDs.insert(record.id) else {
                    noteRepeated(record, coupling, of: remembered)
                    continue
                }
                let reading = reader.reading(of: record, on: remembered, coupling: coupling, belief: belief)
                if let coupling, let row = coupling.id {
                    memory.seen.insert(row)
                    if missed[remembered].contains(row) { found.met[remembered].insert(row) }
                    if reading.isChanged {
                        memory.add(reading, coupled: row)
                    } else if let base = reader.base(of: reading, on: remembered) {
                        found.refresh(coupling, remembered, base)
                        noteVersion(base.version, of: coupling, row)
                    }
                } else if reading.presence == .present {
                    let keys = reader.shape.matching.keys(side: remembered, of: record.fields, partners: partners)
                    memory.add(reading, keys: keys)
                } else {
                    found.skipped += 1
                }
            }
            guard let next = page.next else { break }
            cursor = .next(next)
        }
        if isEmpty, self.couplings > 0 { empty.append(remembered) }
    }

    /// What uncoupled records refer to; the keys of both sides are in the CRM's form.
    private func partners(of records: [RemoteRecord], on side: Side) async throws -> MatchPartners {
        side == .erp ? try await reader.matchPartners(of: records.map(\.fields), on: side) : MatchPartners()
    }

    /// A write of what a record of this version is to get is conditional on this version, not on an earlier one.
    private func noteVersion(_ version: RecordVersion?, of coupling: Coupling, _ row: Coupling.ID) {
        guard version != coupling.bases[remembered].version, moved.count < Self.keptVersions else { return }
        moved[row] = version
    }

    func stream(_ records: [RemoteRecord]) async throws -> [Nominee] {
        let couplings = try await reader.couplings(streamed, records.map(\.id))
        var fresh: [RemoteRecord] = []
        fresh.reserveCapacity(records.count)
        for record in records {
            if streamedIDs.insert(record.id) {
                fresh.append(record)
            } else {
                noteRepeated(record, couplings[record.id], of: streamed)
            }
        }
        let readings = await reader.readings(of: fresh, on: streamed, couplings: couplings, belief: belief)
        // Where nothing is left to be recognised, nothing is looked for.
        let open = memory.hasUntaken ? fresh.filter { couplings[$0.id] == nil } : []
        let partners = try await partners(of: open, on: streamed)
        var nominees: [Nominee] = []
        nominees.reserveCapacity(readings.count)
        for (record, reading) in zip(fresh, readings) {
            let coupling = couplings[record.id]
            if let coupling, let row = coupling.id {
                streamedRows.insert(row)
                if missed[streamed].contains(row) { found.met[streamed].insert(row) }
                if let nominee = pair(reading, coupling, row) { nominees.append(nominee) }
            } else if reading.presence == .outOfScope {
                found.skipped += 1
            } else if let nominee = place(reading, partners) {
                nominees.append(nominee)
            }
        }
        return nominees
    }

    func pair(_ reading: SideReading, _ coupling: Coupling, _ row: Coupling.ID) -> Nominee? {
        // Not seen on the remembered side: it may be gone, which is asked for by its id in the end.
        guard memory.seen.contains(row) else {
            return nil
        }
        let other = memory.take(coupled: row)
        guard reading.isChanged || other != nil else {
            if let base = reader.base(of: reading, on: streamed) { found.refresh(coupling, streamed, base) }
            found.unchanged += 1
            return nil
        }
        var sides = Sided { reader.unread($0, of: coupling) }
        sides[streamed] = reading
        if let version = moved.removeValue(forKey: row) { sides[remembered].version = version }
        if let other { sides[remembered] = other.isWhole ? other.reading : unwhole(other.reading) }
        let cause: RecordPair.Cause =
            reading.isChanged && other != nil
            ? .both : (reading.isChanged ? streamed : remembered) == .erp ? .erpChanged : .crmChanged
        var nominee = Nominee(coupling: coupling, sides: sides, cause: belief.comparesContents ? .verify : cause)
        nominee.tellEdits()
        return nominee
    }

    /// Pairs an uncoupled record by the natural key, keeps it for later when a weaker rule recognises something, else nominates it alone.
    func place(_ reading: SideReading, _ partners: MatchPartners) -> Nominee? {
        let matching = reader.shape.matching
        let keys = memory.hasUntaken ? matching.keys(side: streamed, of: reading.fields, partners: partners) : []
        for (rule, key) in keys.enumerated() {
            guard let key else { continue }
            let candidates = memory.found(rule, key)
            if candidates.isEmpty { continue }
            if isKey(rule), candidates.count == 1 { return matched(reading, candidates[0], rule) }
            let weight = reading.fields.weight
            let isWhole = deferredBytes + weight <= limits.indexBytes
            if isWhole { deferredBytes += weight }
            var kept = reading
            if !isWhole { kept.drop() }
            deferred.append(Deferred(reading: kept, isWhole: isWhole, keys: keys))
            return nil
        }
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        sides[streamed] = reading
        return Nominee(sides: sides, cause: streamed == .erp ? .erpChanged : .crmChanged)
    }

    /// The natural key leaves no doubt; every other rule may find more than one.
    func isKey(_ rule: Int) -> Bool { reader.shape.matching.rules[rule].name == "key" }

    func matched(_ reading: SideReading, _ ordinal: Int, _ rule: Int) -> Nominee {
        let entry = memory.take(ordinal)
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        sides[streamed] = reading
        sides[remembered] = entry.isWhole ? entry.reading : unwhole(entry.reading)
        return Nominee(
            sides: sides, match: RecordPair.Match(rule: reader.shape.matching.rules[rule].name), cause: .both)
    }
}
