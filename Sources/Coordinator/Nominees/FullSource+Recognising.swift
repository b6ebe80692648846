import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension FullSource {
    /// Rule by rule, the strongest first: one on each side is a pair, more on either side is for a person.
    func recognise() -> [Nominee] {
        var nominees: [Nominee] = []
        var open = Set(deferred.indices)
        for (rule, definition) in reader.shape.matching.rules.enumerated() {
            let groups = Dictionary(grouping: open.sorted().filter { deferred[$0].keys[rule] != nil }) {
                deferred[$0].keys[rule]
            }
            for (key, claimants) in groups.sorted(by: { ($0.value.first ?? 0) < ($1.value.first ?? 0) }) {
                guard let key else { continue }
                let candidates = memory.found(rule, key)
                if candidates.isEmpty { continue }
                open.subtract(claimants)
                if claimants.count == 1, candidates.count == 1 {
                    nominees.append(matched(bare(claimants[0]), candidates[0], rule))
                    continue
                }
                let candidateIDs = candidates.compactMap { memory.uncoupled[$0].reading.id }
                let claimantIDs = claimants.compactMap { deferred[$0].reading.id }
                for claimant in claimants {
                    nominees.append(ambiguous(bare(claimant), on: streamed, candidateIDs, definition.name))
                }
                for candidate in candidates {
                    let entry = memory.take(candidate)
                    let reading = entry.isWhole ? entry.reading : unwhole(entry.reading)
                    nominees.append(ambiguous(reading, on: remembered, claimantIDs, definition.name))
                }
            }
        }
        for index in open.sorted() {
            var sides = Sided(erp: SideReading.absent, crm: .absent)
            sides[streamed] = bare(index)
            nominees.append(Nominee(sides: sides, cause: streamed == .erp ? .erpChanged : .crmChanged))
        }
        deferred = []
        return nominees
    }

    func bare(_ index: Int) -> SideReading {
        deferred[index].isWhole ? deferred[index].reading : unwhole(deferred[index].reading)
    }

    func ambiguous(_ reading: SideReading, on side: Side, _ ids: [RecordID], _ rule: String) -> Nominee {
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        sides[side] = reading
        return Nominee(
            sides: sides, match: RecordPair.Match(rule: rule, ambiguous: Array(ids.prefix(6))),
            cause: side == .erp ? .erpChanged : .crmChanged)
    }

    func single(_ entry: ListingMemory.Entry, on side: Side) -> Nominee {
        var sides = Sided(erp: SideReading.absent, crm: .absent)
        sides[side] = entry.isWhole ? entry.reading : unwhole(entry.reading)
        return Nominee(sides: sides, cause: side == .erp ? .erpChanged : .crmChanged)
    }
}
