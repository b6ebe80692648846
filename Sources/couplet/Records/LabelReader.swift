import Coordinator
import Model
import PluginProtocol
import RemoteSystems

/// Reads the labels of records, in one batch for each entity and side.
struct LabelReader: Sendable {
    let shelf: PluginShelf
    let remotes: Sided<any RemoteSystem>
    /// How long a person waits for names instead of ids.
    var patience: Duration = .seconds(15)

    /// The labels of records; whatever can't be read has none, and is no reason to fail.
    func labels(of records: some Sequence<RecordReference>) async -> RecordLabels {
        let places = Dictionary(grouping: Set(records)) { Place(entity: $0.entity, side: $0.side) }
        guard !places.isEmpty else { return RecordLabels() }
        return await withTaskGroup(of: Answer?.self) { group in
            for (place, records) in places {
                group.addTask { await read(records.map(\.id), at: place) }
            }
            group.addTask {
                try? await Task.sleep(for: patience)  // ended early by whoever was quicker
                return nil
            }
            var labels = RecordLabels()
            var open = Set(places.keys)
            while !open.isEmpty, let answer = await group.next() {
                guard let answer else { break }
                open.remove(answer.place)
                labels.take(answer)
            }
            for place in open { labels.failures[place.side] = Problem(.timeout, side: place.side) }
            group.cancelAll()
            return labels
        }
    }

    fileprivate struct Place: Hashable, Sendable {
        var entity: EntityName
        var side: Side
    }

    fileprivate struct Answer: Sendable {
        var place: Place
        var result: Result<[RecordID: String], RemoteFailure>
    }

    private func read(_ ids: [RecordID], at place: Place) async -> Answer {
        guard let plugin = shelf.plugin(for: place.entity) else { return Answer(place: place, result: .success([:])) }
        let remote = remotes[place.side]
        do {
            let table = try await remote.table(for: plugin.manifest.declarations[place.side])
            let fields = LabelFields(table)
            guard !fields.all.isEmpty else { return Answer(place: place, result: .success([:])) }
            let records = try await remote.records(ids, of: table, reading: fields.all)
            return Answer(place: place, result: .success(records.compactMapValues { fields.label(of: $0.fields) }))
        } catch {
            let failure = error as? RemoteFailure ?? RemoteFailure(Problem(.unavailable, side: place.side))
            return Answer(place: place, result: .failure(failure))
        }
    }
}

extension RecordLabels {
    fileprivate mutating func take(_ answer: LabelReader.Answer) {
        switch answer.result {
        case .success(let found):
            for (id, label) in found {
                labels[RecordReference(entity: answer.place.entity, side: answer.place.side, id: id)] = label
            }
        case .failure(let failure): failures[answer.place.side] = failure.problem
        }
    }
}
