import Model
import PluginProtocol
import RemoteSystems

extension SideReader {
    /// How many records are asked for at first: more than a person would look at.
    private static let usual = 6
    /// How many are looked through at most, when more than the usual number are alike.
    private static let most = 500

    /// What a system has that may be alike: every record that equals the criteria, unless enough of them settle the matter.
    ///
    /// Where all criteria are too long for one question, the longest are left out: the caller compares what is found. Throws
    /// `CriteriaFailure` when the system can't be asked, or has more such records than can be looked through.
    func found(
        _ side: Side, where criteria: Fields, reading fields: [FieldName],
        isEnough: ([RemoteRecord]) async throws -> Bool
    ) async throws -> [RemoteRecord] {
        var criteria = criteria
        while true {
            do {
                for limit in [Self.usual, Self.most] {
                    let found = try await remotes[side].find(
                        in: shape.tables[side], where: criteria, reading: fields, limit: limit)
                    if found.count < limit { return found }
                    if try await isEnough(found) { return found }
                }
                throw CriteriaFailure(
                    Problem(.ambiguousMatch, [criteria.names.joined(separator: ", "), "\(Self.most)"]))
            } catch let failure as CriteriaFailure {
                guard failure.problem.code == .tooLong, criteria.count > 1 else { throw failure }
                criteria = criteria.withoutLongest
            }
        }
    }
}

extension Fields {
    /// The fields but for the one whose value takes most room; the last of equals goes.
    fileprivate var withoutLongest: Fields {
        let longest = indices.max { Fields([self[$0]]).weight < Fields([self[$1]]).weight }
        return Fields(indices.filter { $0 != longest }.map { self[$0] })
    }
}
