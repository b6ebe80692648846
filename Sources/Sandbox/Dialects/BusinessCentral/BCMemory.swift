/// What the operations of one transaction share, so that a batch does not look it up a hundred times.
final class BCMemory {
    /// The companies by what they were asked for.
    private var companies: [String: StoredRecord] = [:]
    /// The writers of whole rows, and of selections, by set.
    private var writers: [String: BCRowWriter] = [:]

    /// The addresses that were taken apart.
    private var addresses: [String: BCAddress] = [:]
    /// The contexts of single rows, by root, set and company.
    private var contexts: [[String]: [UInt8]] = [:]

    /// An address that was taken apart before, or is taken apart now.
    func address(_ path: String, routes: BCRouteNames) -> BCAddress? {
        if let known = addresses[path] { return known }
        let made = BCAddress(path, routes: routes)
        addresses[path] = made
        return made
    }

    /// The context of a set's row that was written before, or is written now.
    func context(
        root: String, _ set: BCRoute.EntitySet, _ company: StoredRecord?, make: () -> [UInt8]
    ) -> [UInt8] {
        let key = [root, set.route.set, company?.id ?? ""]
        if let known = contexts[key] { return known }
        let made = make()
        contexts[key] = made
        return made
    }

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
