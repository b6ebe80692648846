/// What the operations of one transaction share, so that a batch does not look it up a hundred times.
final class BCMemory {
    /// The companies by what they were asked for.
    private var companies: [String: StoredRecord] = [:]
    /// The writers of whole rows, and of selections, by set.
    private var writers: [String: BCRowWriter] = [:]

    /// A company that was found before, or is found now.
    func company(_ key: String, find: () throws -> StoredRecord) rethrows -> StoredRecord {
        if let known = companies[key] { return known }
        let found = try find()
        companies[key] = found
        return found
    }

    /// A writer that was made before, or is made now.
    func writer(_ set: BCRoute.EntitySet, _ select: [String]?, make: () throws -> BCRowWriter) rethrows -> BCRowWriter {
        let key = set.route.set + "?" + (select?.joined(separator: ",") ?? "*")
        if let known = writers[key] { return known }
        let made = try make()
        writers[key] = made
        return made
    }
}
