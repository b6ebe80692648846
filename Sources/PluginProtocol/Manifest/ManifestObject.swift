import JSON
import Model

/// An object inside a manifest whose member names are all known.
struct ManifestObject {
    let path: String
    let value: JSONValue

    func optional(_ name: String) -> ManifestReader? {
        value[name].map { ManifestReader(path: ManifestReader.join(path, name), value: $0) }
    }

    func required(_ name: String) throws(ManifestError) -> ManifestReader {
        guard let reader = optional(name) else { throw ManifestError(path, .missing(member: name)) }
        return reader
    }

    /// The elements of an array that may be left out.
    func list(_ name: String) throws(ManifestError) -> [ManifestReader] { try optional(name)?.array() ?? [] }
}
