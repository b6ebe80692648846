import JSON
import MapLanguage
import PluginProtocol
public import Reconciliation

/// A plugin without code: a manifest, and a field map that is read from a file beside it.
public struct MapPlugin: Sendable {
    /// Why the plugin in a folder can't be used, in sentences for a person.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The sentences, one a line.
        public var description: String
    }

    let manifest: Manifest
    let document: MapDocument

    /// Reads `plugin.json` in a folder, and the map that it names.
    public init(folder: String, language: Language = .en) throws(Failure) {
        let path = folder + "/plugin.json"
        do {
            manifest = try Manifest(decoding: Self.bytes(of: path, language))
        } catch let error as ManifestError {
            throw Failure(description: ManifestSentences.sentence(error, file: path, in: language).line)
        } catch let error as Failure {
            throw error
        } catch {
            preconditionFailure("a manifest fails in two ways")
        }
        guard let name = manifest.map else {
            let error = ManifestError("", .missing(member: "map"))
            throw Failure(description: ManifestSentences.sentence(error, file: path, in: language).line)
        }
        let bytes = try Self.bytes(of: folder + "/" + name, language)
        do {
            document = try MapDocument(
                reading: bytes, file: name, references: Set(manifest.references.map(\.entity)))
        } catch {
            throw Failure(description: MapSentences.lines(error, in: language))
        }
    }

    private static func bytes(of path: String, _ language: Language) throws(Failure) -> [UInt8] {
        if let bytes = WholeFile.bytes(of: path) { return bytes }
        let problem = MapProblem(.unreadable, file: path)
        throw Failure(description: MapSentences.sentence(problem, in: language).line)
    }

    /// Is the plugin in the folder of the executable: carries on the conversation with the host until it ends.
    public static func main() -> Never {
        PluginMain.run { language throws(Failure) in
            try MapPlugin(folder: ExecutableFolder.path, language: language)
        }
    }
}

extension MapPlugin: PluginBehavior {
    private var more: OptionalLines { OptionalLines(document.more) }

    package var entity: EntityName { manifest.entity }
    package var version: String { "\(manifest.version)" }
    package var settings: [Setting] { document.more.isEmpty ? [] : [OptionalLines.setting] }
    package var keeps: [String] { [] }
    package var deletion: Reconciler.Deletion { document.deletion }
    package var lines: FieldMap? { nil }
    package var origins: MapOrigins { document.origins }

    /// The map under a configuration.
    public func map(under configuration: Configuration) -> FieldMap {
        more.added(to: document.map, under: configuration)
    }

    /// What is wrong with a configuration.
    public func validate(_ configuration: Configuration) -> [Note] { more.notes(on: configuration) }

    package func notes(in tenant: Tenant) -> [Note] { [] }
    package func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] { [] }
    package func compute(_ field: FieldName, from fields: Fields) -> FieldValue? { nil }
    package func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields { Fields() }
    package func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {}
    package func keep(
        after decisions: [Decision], about pairs: [RecordPair], in run: RunFacts
    ) -> [String: String] { [:] }
}
