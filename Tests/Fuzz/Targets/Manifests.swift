import MapLanguage
import PluginProtocol

/// A manifest, a map or an overlay of a plugin that somebody else wrote: it is read, or refused with its places.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzManifests(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    _ = try? Manifest(decoding: bytes)
    guard let node = try? MapNode(json: bytes, file: "map.json") else { return 0 }
    do {
        _ = try MapDocument(node, file: "map.json")
    } catch {
        demand(!error.problems.isEmpty, "a map that is refused says why")
        // Composing the sentences must not fail either.
        _ = error.problems.map { "\($0)" }
    }
    _ = try? MapOverlay(node, file: "overlay.json")
    return 0
}
